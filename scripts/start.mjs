// What `npm start` runs, with whatever Node the machine has and nothing installed: makes the checkout ready,
// then hands over to the server on the pinned Node.
import { giveUp } from './lib/messages.mjs'
import { isAtLeast } from './lib/node-version.mjs'
import { inRoot } from './lib/paths.mjs'
import { buildTag, buildWebApp, installDependencies } from './lib/prepare.mjs'
import { findRuntime, runInPlace } from './lib/runtime.mjs'

if (!isAtLeast(process.versions.node, '20.19'))
  giveUp(`Teia needs Node 20.19 or newer; this is ${process.versions.node}. Get one at https://nodejs.org.`)

installDependencies()
const runtime = findRuntime()
buildWebApp()
buildTag()
runInPlace(runtime, [inRoot('packages', 'server', 'src', 'main.ts'), ...process.argv.slice(2)])
