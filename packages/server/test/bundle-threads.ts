import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'

const sources = fileURLToPath(new URL('../src/', import.meta.url))
const cache = fileURLToPath(new URL('../../../node_modules/.cache/test-threads/', import.meta.url))

/**
 * Puts each thread of the server into one file: a thread of 1,500 modules takes a second of a processor to load, one of
 * a single file a quarter, and tests open more than a hundred servers. Answers their addresses.
 */
export async function bundleThreads(): Promise<{ pipeline: string; imports: string }> {
  const bundles = await build({
    configFile: false,
    logLevel: 'error',
    root: sources,
    // What is native finds its binary beside itself.
    ssr: { noExternal: true, external: ['lmdb'] },
    build: {
      ssr: true,
      write: false,
      rolldownOptions: {
        input: {
          pipeline: join(sources, 'pipeline.thread.ts'),
          imports: join(sources, 'import.thread.ts'),
        },
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  })
  for (const bundle of [bundles].flat())
    if ('output' in bundle)
      for (const part of bundle.output) if (part.type === 'chunk') keep(join(cache, part.fileName), part.code)
  const address = (name: string) => pathToFileURL(join(cache, `${name}.mjs`)).href
  return { pipeline: address('pipeline'), imports: address('imports') }
}

/** Always at the same place, where Node finds again what it has compiled; never half written, as another run may read it. */
function keep(file: string, code: string): void {
  if (readIfThere(file) === code) return
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.${process.pid}`, code)
  renameSync(`${file}.${process.pid}`, file)
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
