import { measureAcceptance } from './acceptance.ts'
import { measureFirstPage } from './first-page.ts'
import { measureQuestions } from './questions.ts'
import { print } from './report.ts'

/**
 * Prints the figures of the product beside their bare counterparts, measured in the same run, so that ratios hold on a
 * noisy machine. `npm run bench -- acceptance`, `questions`, `first-page`: one part alone. `BENCH_SMALL=1`: without the
 * five million events.
 */
const parts = {
  acceptance: async () => print('Acceptance', await measureAcceptance()),
  'first-page': async () => print('First page', await measureFirstPage()),
  questions: async () => {
    const sizes = process.env.BENCH_SMALL ? [420_000] : [420_000, 5_000_000]
    for (const { size, figures } of await measureQuestions(sizes))
      print(`Questions at ${size.toLocaleString('en')} events`, figures)
  },
}
const chosen = process.argv.slice(2)
for (const [name, measure] of Object.entries(parts))
  if (chosen.length === 0 || chosen.includes(name)) await measure()
