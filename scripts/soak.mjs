// What `npm run soak` runs: the property tests with other inputs each round, for as many minutes as its argument says
// (20 unless told), and names the seed of a round that fails. Further arguments choose test files by name.
import { randomInt } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { inRoot } from './lib/paths.mjs'
import { duration, runTool } from './lib/steps.mjs'

const [minutes = '20', ...names] = process.argv.slice(2)
const isPropertyTest = (file) =>
  /\.test\.tsx?$/.test(file) && readFileSync(inRoot('packages', file), 'utf8').includes('fc.assert')
const files = readdirSync(inRoot('packages'), { recursive: true })
  .filter((file) => !/node_modules|dist/.test(file) && isPropertyTest(file))
  .filter((file) => names.length === 0 || names.some((name) => file.includes(name)))
  .map((file) => `packages/${file}`)

const end = performance.now() + Number(minutes) * 60_000
let failed = 0
while (files.length > 0 && performance.now() < end) {
  const seed = String(randomInt(2 ** 31))
  const round = await runTool('vitest', ['run', ...files], { env: { TEIA_TEST_SEED: seed, NO_COLOR: '1' } })
  console.log(`TEIA_TEST_SEED=${seed}  ${round.ok ? 'passed' : 'FAILED'}  ${duration(round.seconds)}`)
  if (round.ok) continue
  failed += 1
  console.log(round.output.split('\n').slice(-120).join('\n'))
}
console.log(files.length === 0 ? 'No property test has such a name.' : `${failed} rounds failed.`)
process.exit(failed > 0 || files.length === 0 ? 1 : 0)
