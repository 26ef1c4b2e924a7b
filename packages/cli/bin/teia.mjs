#!/usr/bin/env node
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const runsTypeScript = major > 22 || (major === 22 && minor >= 18)

/** The runtime that this checkout pins, which the `node` package brings along. */
function findPinnedNode() {
  for (let folder = dirname(main); ; folder = dirname(folder)) {
    const candidate = join(
      folder,
      'node_modules',
      'node',
      'bin',
      process.platform === 'win32' ? 'node.exe' : 'node',
    )
    if (existsSync(candidate)) return candidate
    if (folder === dirname(folder)) return undefined
  }
}

if (runsTypeScript) await import(new URL('../src/main.ts', import.meta.url).href)
else {
  const node = findPinnedNode()
  if (!node) {
    console.error(
      `teia needs Node 22.18 or newer, this is ${process.versions.node}. Run "npm install" in the checkout first.`,
    )
    process.exit(1)
  }
  const child = spawnSync(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
  process.exit(child.status ?? 1)
}
