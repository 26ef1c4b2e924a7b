import { type Experience, subjectsOf } from './experience.ts'
import { backOffice, knownTo, type Life } from './life.ts'
import { nextDice, type Person } from './people.ts'
import { type Dice, lotteryOf } from './random.ts'
import { askAfter } from './survey.ts'
import type { Sender } from './teller.ts'
import { HOUR, MINUTE, SECOND } from './time.ts'

/** A person asks for help about something they went through. `topic` names it for the help desk. */
export function contactSupport(
  life: Life,
  person: Person,
  at: number,
  topic: string,
  lived: Experience,
): void {
  const dice = nextDice(life.setting, person)
  const { channels } = life.setting.world.support
  const isQuestion = topic === 'question'
  const about = isQuestion ? ['question'] : subjectsOf(lived, false, dice)
  const text = life.writer.write(dice, person.language, isQuestion ? 'neutral' : 'bad', about, lived.slots)
  const channel = lotteryOf<keyof typeof channels>(channels).draw(dice)
  if (channel === 'whatsapp') converse(life, person, at, topic, text, lived, dice)
  else if (channel === 'phone') call(life, person, at, topic, lived, dice)
  else ticket(life, person, at, topic, text, lived, dice)
}

/** WhatsApp knows a number, not a customer: it says who it is once, then uses its own id. */
function whatsappSender(life: Life, person: Person, at: number): Sender {
  const id = `whatsapp-${person.phone.replace(/\D/g, '')}`
  const sender = backOffice('messaging', 'whatsapp-cloud', { anonymousId: id })
  sender.context.externalIds = [{ id: person.phone, type: 'phone', collection: 'users', encoding: 'none' }]
  if (!person.anonymousIds.has(id))
    life.tell.identify(person, sender, at - SECOND, { phone: person.phone, name: person.firstName })
  return person.accountSince === undefined ? sender : { ...sender, userId: person.userId }
}

function converse(
  life: Life,
  person: Person,
  at: number,
  topic: string,
  text: string,
  lived: Experience,
  dice: Dice,
): void {
  const { support } = life.setting.world
  const sender = whatsappSender(life, person, at)
  const common = { conversation_id: `wa-${person.index}-${person.turns}`, topic, provider: 'Recado' }
  life.tell.track(person, sender, at, 'WhatsApp Message Received', {
    ...common,
    text,
    language: person.language,
  })
  const waited = dice.lognormal(support.whatsappQueueMinutes, 0.8)
  life.agenda.plan(at + waited * MINUTE, (now) => {
    const agent = dice.pick(support.agents)
    const outcome = {
      ...lived,
      waitedMinutes: waited,
      solved: dice.chance(0.83),
      slots: { ...lived.slots, agent, minutes: String(Math.round(waited)) },
    }
    life.tell.track(person, sender, now, 'WhatsApp Message Sent', {
      ...common,
      agent,
      team: support.team,
      wait_minutes: Math.round(waited),
    })
    const replyAt = now + dice.lognormal(8 * MINUTE, 0.8)
    if (dice.chance(0.7))
      life.tell.track(person, sender, replyAt, 'WhatsApp Message Received', {
        ...common,
        text: life.writer.write(
          dice,
          person.language,
          outcome.solved ? 'good' : 'bad',
          ['support'],
          outcome.slots,
        ),
        language: person.language,
      })
    askAfter(life, person, replyAt, 'support', outcome)
    if (!outcome.solved && dice.chance(0.5))
      life.agenda.plan(replyAt + dice.between(4, 40) * HOUR, (again) =>
        ticket(life, person, again, topic, text, outcome, dice),
      )
  })
}

function call(life: Life, person: Person, at: number, topic: string, lived: Experience, dice: Dice): void {
  const { support } = life.setting.world
  const sender = backOffice('phone', 'aurora-telephony', knownTo(person, 'phone'))
  const waitedSeconds = Math.round(dice.lognormal(support.phoneQueueSeconds, 0.8))
  const talkSeconds = Math.round(dice.lognormal(310, 0.6))
  const solved = dice.chance(0.8)
  const common = {
    call_id: `call-${person.index}-${person.turns}`,
    topic,
    team: support.team,
    agent: dice.pick(support.agents),
  }
  life.tell.track(person, sender, at, 'Call Started', { ...common, wait_seconds: waitedSeconds })
  const endsAt = at + (waitedSeconds + talkSeconds) * SECOND
  life.tell.track(person, sender, endsAt, 'Call Ended', { ...common, duration_seconds: talkSeconds, solved })
  askAfter(life, person, endsAt, 'support', { ...lived, waitedMinutes: waitedSeconds / 60, solved })
}

/** A ticket is replied to, perhaps opened again, and in the end solved. */
export function ticket(
  life: Life,
  person: Person,
  at: number,
  topic: string,
  text: string,
  lived: Experience,
  dice: Dice,
): void {
  const { support } = life.setting.world
  const sender = backOffice('e-mail', 'aurora-helpdesk', knownTo(person, 'helpdesk'))
  const common = { ticket_id: `tk-${person.index}-${person.turns}`, topic, team: support.team }
  const { tell, agenda } = life
  tell.track(person, sender, at, 'Ticket Opened', {
    ...common,
    text,
    language: person.language,
    ...(lived.slots.order === undefined ? {} : { order_id: lived.slots.order }),
  })
  const replyHours = dice.lognormal(support.ticketReplyHours, 0.7)
  agenda.plan(at + replyHours * HOUR, (now) => {
    tell.track(person, sender, now, 'Ticket Replied', {
      ...common,
      agent: dice.pick(support.agents),
      reply_hours: Math.round(replyHours * 10) / 10,
    })
    let solvedAt = now + dice.lognormal(9 * HOUR, 0.8)
    tell.track(person, sender, solvedAt, 'Ticket Solved', common)
    const reopened = dice.chance(lived.reopened ? 0.35 : 0.12)
    if (reopened) {
      const reopenedAt = solvedAt + dice.lognormal(14 * HOUR, 0.6)
      tell.track(person, sender, reopenedAt, 'Ticket Reopened', {
        ...common,
        text: life.writer.write(dice, person.language, 'bad', ['support'], lived.slots),
        language: person.language,
      })
      solvedAt = reopenedAt + dice.lognormal(20 * HOUR, 0.7)
      tell.track(person, sender, solvedAt, 'Ticket Solved', common)
    }
    askAfter(life, person, solvedAt, 'support', {
      ...lived,
      waitedMinutes: replyHours * 20,
      solved: !reopened,
    })
  })
}
