import { Command, Option } from 'commander'
import { UserError } from '../user-error.ts'

type KeyOptions = { server: string; apiKey: string; name: string; kind: string; scope?: string[] }

/** `teia key create`: asks the server for a key and prints the answer as JSON. */
export function keyCreate(): Command {
  return new Command('create')
    .description('Create a key on a server. The secret is shown once, in the answer.')
    .addOption(new Option('--server <url>', 'address of the server').env('TEIA_SERVER').makeOptionMandatory())
    .addOption(
      new Option('--api-key <key>', 'secret key that may create keys')
        .env('TEIA_API_KEY')
        .makeOptionMandatory(),
    )
    .requiredOption('--name <name>', 'what the key is for')
    .addOption(new Option('--kind <kind>', 'kind of key').choices(['secret', 'write']).default('write'))
    .option('--scope <scope...>', 'what a secret key may do')
    .action(async (options: KeyOptions) => {
      const body = {
        name: options.name,
        kind: options.kind,
        ...(options.scope ? { scopes: options.scope } : {}),
      }
      process.stdout.write(
        `${JSON.stringify(await createKey(options.server, options.apiKey, body), null, 2)}\n`,
      )
    })
}

async function createKey(server: string, apiKey: string, body: unknown): Promise<unknown> {
  const url = new URL('/api/v1/keys', server)
  let response: Response
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body: JSON.stringify(body),
    })
  } catch (cause) {
    throw new UserError(`No server answers at ${url.origin}.`, { cause })
  }
  const text = await response.text()
  if (!response.ok)
    throw new UserError(`The server refused to create the key: ${response.status} ${text.slice(0, 500)}`)
  return JSON.parse(text)
}
