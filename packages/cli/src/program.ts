import { Command } from 'commander'
import { exportFiles } from './commands/export.ts'
import { importFiles } from './commands/import.ts'
import { keyCreate } from './commands/key-create.ts'
import { worldGenerate } from './commands/world-generate.ts'

/** Builds the `teia` command with all its nouns; reads nothing and writes nothing. */
export function buildProgram(): Command {
  const program = new Command('teia')
    .description('Work with a Teia server from the command line.')
    .showHelpAfterError('(add --help for what is possible)')
    .showSuggestionAfterError()
  program.command('world').description('Demo and test worlds').addCommand(worldGenerate())
  program.command('key').description('API and write keys').addCommand(keyCreate())
  program.addCommand(importFiles())
  program.addCommand(exportFiles())
  return program
}
