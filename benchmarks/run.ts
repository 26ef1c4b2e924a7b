import { measureAcceptance } from './acceptance.ts'
import { hasChromium } from './browser.ts'
import { measureFirstPage } from './first-page.ts'
import { measureImportFile } from './import-file.ts'
import { measureMapEditor } from './map-editor.ts'
import { measureMethods } from './methods.ts'
import { measurePersonPage } from './person-page.ts'
import { measurePlacing } from './placing.ts'
import { measureQuestions } from './questions.ts'
import { print } from './report.ts'
import { measureSegments } from './segments.ts'

const fileMegabytes = Number(process.env.BENCH_FILE_MB ?? (process.env.BENCH_SMALL ? 100 : 1024))
const sizes = process.env.BENCH_SMALL ? [420_000] : [420_000, 5_000_000]

/**
 * Prints the figures of the product beside their bare counterparts, measured in the same run, so that ratios hold on a
 * noisy machine. `npm run bench -- acceptance`, `questions`, `placing`, `person-page`, `first-page`, `map-editor`, `methods`, `import-file`,
 * `segments`: one part alone. `BENCH_SMALL=1`: without the five million events, and with a file of 100 MB instead of 1 GB;
 * `BENCH_FILE_MB` names another size.
 */
const parts = {
  acceptance: async () => print('Acceptance', await measureAcceptance()),
  'first-page': async () => print('First page', await measureFirstPage()),
  'import-file': async () =>
    print('A file through the running server', await measureImportFile(fileMegabytes)),
  'map-editor': async () =>
    hasChromium()
      ? print('The editor of maps', await measureMapEditor())
      : process.stdout.write(
          '\nThe editor of maps: left out, there is no Chromium (TEIA_CHROMIUM names one)\n',
        ),
  methods: async () => print('Methods by themselves', measureMethods()),
  placing: async () => {
    for (const { size, figures } of await measurePlacing(sizes))
      print(`A change of the catalogue at ${size.toLocaleString('en')} events`, figures)
  },
  'person-page': async () => {
    const size = sizes.at(-1) ?? 0
    print(
      `Pages of people and accounts at ${size.toLocaleString('en')} events`,
      await measurePersonPage(size),
    )
  },
  questions: async () => {
    const grown = process.env.BENCH_SMALL ? sizes : [...sizes, 20_000_000]
    for (const { size, figures } of await measureQuestions(grown))
      print(`Questions at ${size.toLocaleString('en')} events`, figures)
  },
  segments: async () => {
    const size = sizes.at(-1) ?? 0
    const { previews, moves } = await measureSegments(size)
    print(`Segments at ${size.toLocaleString('en')} events`, previews)
    print(`Segments under a thousand events a second, beside ${size.toLocaleString('en')}`, moves)
  },
}
const chosen = process.argv.slice(2)
for (const [name, measure] of Object.entries(parts))
  if (chosen.length === 0 || chosen.includes(name)) await measure()
