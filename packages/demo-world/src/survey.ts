import { type Experience, remember, scoreOutOfTen, subjectsOf } from './experience.ts'
import { backOffice, knownTo, type Life } from './life.ts'
import { nextDice, type Person } from './people.ts'
import type { Dice } from './random.ts'
import { HOUR, MINUTE } from './time.ts'
import type { Survey, SurveyTrigger } from './world-parts.ts'

/** Lets the surveys that follow this moment ask some of the people who lived it. */
export function askAfter(
  life: Life,
  person: Person,
  at: number,
  trigger: SurveyTrigger,
  lived: Experience,
): void {
  for (const survey of life.setting.world.surveys) {
    if (survey.trigger !== trigger) continue
    const dice = nextDice(life.setting, person)
    if (!dice.chance(survey.asked)) continue
    const sentAt = at + survey.afterHours * HOUR * dice.between(0.9, 1.4)
    life.agenda.plan(sentAt, (now) => ask(life, person, now, survey, lived))
  }
}

function ask(life: Life, person: Person, at: number, survey: Survey, lived: Experience): void {
  const dice = nextDice(life.setting, person)
  const sender = backOffice('e-mail', 'aurora-surveys', knownTo(person, 'survey'))
  const common = {
    survey_id: survey.id,
    survey_name: survey.name,
    question_id: survey.questionId,
    metric: survey.metric,
    journey: survey.journey,
    stage: survey.stage,
    touchpoint: survey.touchpoint,
    language: person.language,
  }
  life.tell.track(person, sender, at, 'Survey Sent', common)
  if (!dice.chance(survey.viewed)) return
  const viewedAt = at + dice.lognormal(3 * HOUR, 1.3)
  life.agenda.plan(viewedAt, (now) => {
    life.tell.track(person, sender, now, 'Survey Viewed', common)
    const after = now + dice.lognormal(0.7 * MINUTE, 0.6)
    if (dice.chance(survey.answered / survey.viewed)) answer(life, person, after, survey, lived, common, dice)
    else if (dice.chance(0.4)) life.tell.track(person, sender, after, 'Survey Dismissed', common)
  })
}

function answer(
  life: Life,
  person: Person,
  at: number,
  survey: Survey,
  lived: Experience,
  common: Record<string, unknown>,
  dice: Dice,
): void {
  const outOfTen = scoreOutOfTen(person, lived, dice)
  remember(person, outOfTen)
  const mood = outOfTen >= 9 ? 'good' : outOfTen <= 6 ? 'bad' : 'neutral'
  const text = dice.chance(survey.written)
    ? life.writer.write(dice, person.language, mood, subjectsOf(lived, outOfTen >= 9, dice), lived.slots)
    : undefined
  const sender = backOffice('e-mail', 'aurora-surveys', knownTo(person, 'survey'))
  life.tell.track(person, sender, at, 'Survey Answered', {
    ...common,
    score: onScale(survey.metric, outOfTen),
    ...(text === undefined ? {} : { text }),
    ...(lived.slots.carrier === undefined ? {} : { carrier: lived.slots.carrier }),
    ...(lived.slots.order === undefined ? {} : { order_id: lived.slots.order }),
    region: person.place.region,
  })
}

/** NPS asks from 0 to 10, satisfaction from 1 to 5, effort from 1 (hard) to 7 (easy). */
function onScale(metric: Survey['metric'], outOfTen: number): number {
  if (metric === 'nps') return outOfTen
  return metric === 'csat' ? Math.max(1, Math.round(outOfTen / 2)) : Math.max(1, Math.round(outOfTen * 0.7))
}
