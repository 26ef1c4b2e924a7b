// Writes docs/errors.md from the catalogue of problems. With --check it writes nothing and fails when it is out of date.
import { readFileSync, writeFileSync } from 'node:fs'
import { giveUp, say } from './lib/messages.mjs'
import { inRoot } from './lib/paths.mjs'

const file = inRoot('docs', 'errors.md')
const { problems } = await import(inRoot('packages', 'contracts', 'src', 'problems.ts'))

const { faultSentences } = await import(inRoot('packages', 'contracts', 'src', 'faults.ts'))

const faults = Object.entries(faultSentences).map(([code, sentence]) => `- \`${code}\`: ${sentence}`)
const sections = Object.entries(problems).map(
  ([code, { status, title }]) => `### ${code}\n\n**${status}** · ${title}\n`,
)
const text = `# Errors

<!-- Written by "npm run errors" from packages/contracts/src/problems.ts. Do not edit. -->

Every fault is answered as \`application/problem+json\` (RFC 9457):

\`\`\`json
{
  "type": "/docs/errors#person_not_found",
  "title": "No such person.",
  "status": 404,
  "code": "person_not_found",
  "detail": "No such person.",
  "instance": "8c4e6f5a-3a0e-4a53-9a53-0d4c1d9c8f10"
}
\`\`\`

\`code\` is stable: it may be relied on, it is never renamed. \`detail\` says what happened this time and is written for
people. Where \`detail\` says more than the title, \`fault\` says the same as a code with values, for interfaces in other
languages; so it is with \`issues\`. \`instance\` is the id of the request, as in the server's log. A request of a wrong shape also carries \`issues\`,
each with the \`path\` of the value and a \`message\`. With status 429 and 503 the header \`Retry-After\` says how many
seconds to wait.

The collection API at \`/v1\` follows the Segment specification instead and answers 200 to nearly everything; what was
refused there, and why, is in the live view of the source.

## The codes

${sections.join('\n')}
## Faults

What \`fault.code\` may be, with the sentence that \`detail\` and \`message\` hold. Codes may be added, and are never renamed.

${faults.join('\n')}
`

const present = readIfThere(file)
if (present === text) say('docs/errors.md is up to date.')
else if (process.argv.includes('--check'))
  giveUp('docs/errors.md is out of date. Run "npm run errors" and commit it.')
else {
  writeFileSync(file, text)
  say('Wrote docs/errors.md.')
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
