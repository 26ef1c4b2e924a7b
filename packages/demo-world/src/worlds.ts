import { readFile } from 'node:fs/promises'
import { parseWorld, type World } from './world-schema.ts'

/** Worlds that come with the package, by name. */
export const includedWorlds = ['mercado-aurora'] as const

/**
 * Loads an included world by name, or any world from a file.
 * @throws WorldFileError where the file is not a good world, SyntaxError where it is not JSON
 */
export async function loadWorld(nameOrFile: string): Promise<World> {
  const isIncluded = (includedWorlds as readonly string[]).includes(nameOrFile)
  const source = isIncluded ? new URL(`../worlds/${nameOrFile}.json`, import.meta.url) : nameOrFile
  return parseWorld(JSON.parse(await readFile(source, 'utf8')))
}
