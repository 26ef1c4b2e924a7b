import { type Dice, openLottery } from './random.ts'
import type { Language, Phrase } from './world-parts.ts'
import type { World } from './world-schema.ts'

export type Mood = Phrase['mood']
export type Slots = Record<string, string>

/** Writes what people say: sentences from the world's phrases, chosen by subject and mood. */
export type Writer = {
  /** One to three sentences about the subjects, in this language; slots stand as `{name}` in phrases. */
  write(dice: Dice, language: Language, mood: Mood, about: readonly string[], slots: Slots): string
}

/** Sorts the phrases of a world by language, subject and mood. */
export function openWriter(world: World): Writer {
  const shelves = new Map<string, string[]>()
  for (const [language, phrases] of Object.entries(world.phrases))
    for (const phrase of phrases)
      for (const key of [`${language}/${phrase.about}/${phrase.mood}`, `${language}//${phrase.mood}`]) {
        const shelf = shelves.get(key)
        if (shelf) shelf.push(phrase.text)
        else shelves.set(key, [phrase.text])
      }
  const sentences = openLottery([
    [1, 5],
    [2, 4],
    [3, 1],
  ] as const)

  return {
    write(dice, language, mood, about, slots) {
      const count = Math.min(sentences.draw(dice), Math.max(1, about.length))
      const written: string[] = []
      for (let at = 0; at < count; at++) {
        const shelf =
          shelves.get(`${language}/${about[at] ?? ''}/${mood}`) ??
          shelves.get(`${language}/general/${mood}`) ??
          shelves.get(`${language}//${mood}`)
        if (shelf) written.push(fill(pickFitting(dice, shelf, slots), slots))
      }
      return tone(dice, written.join(' '), mood)
    },
  }
}

const slot = /\{(\w+)\}/g

/** A phrase whose slots can all be filled; by and large the first draw is one. */
function pickFitting(dice: Dice, shelf: readonly string[], slots: Slots): string {
  const first = dice.pick(shelf)
  const fits = (phrase: string) =>
    [...phrase.matchAll(slot)].every(([, name]) => slots[name ?? ''] !== undefined)
  return fits(first) ? first : (shelf.find(fits) ?? first)
}

function fill(phrase: string, slots: Slots): string {
  return phrase.replace(slot, (whole, name: string) => slots[name] ?? whole)
}

/** People do not all type alike: some in lower case, some without a full stop, some shouting. */
function tone(dice: Dice, text: string, mood: Mood): string {
  const roll = dice.unit()
  if (roll < 0.14) return text.toLowerCase()
  if (roll < 0.24) return text.replace(/\.$/, '')
  if (mood === 'bad' && roll < 0.28) return text.replace(/\.$/, '!!')
  if (mood === 'good' && roll < 0.32) return text.replace(/\.$/, '! 😊')
  return text
}
