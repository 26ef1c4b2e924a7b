import { buildProgram } from './program.ts'
import { UserError } from './user-error.ts'

try {
  await buildProgram().parseAsync(process.argv)
} catch (error) {
  const isExpected = error instanceof UserError || (error instanceof Error && error.name === 'WorldFileError')
  process.stderr.write(
    `teia: ${isExpected ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  )
  process.exitCode = 1
}
