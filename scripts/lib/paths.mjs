import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the checkout, whatever folder the script was started from. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** An absolute path inside the checkout. */
export const inRoot = (...parts) => join(root, ...parts)

/** Where Node keeps what it has compiled, so that the next process begins a third quicker. */
export const compileCache = { NODE_COMPILE_CACHE: inRoot('node_modules', '.cache', 'compiled') }
