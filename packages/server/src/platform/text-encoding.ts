import type { Readable } from 'node:stream'

/**
 * The encoding of a text by its first bytes: its mark if it has one, else UTF-16 by where its zeros are, else UTF-8 if
 * all of it is valid, else Windows-1252, the common superset of Latin-1. Null: this is no text.
 */
export function detectEncoding(head: Buffer): string | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const zeros = [0, 0]
  const seen = Math.min(head.length, 4096)
  for (let at = 0; at < seen; at += 1) if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (odd > seen / 5 && even < seen / 50) return 'utf-16le'
  if (even > seen / 5 && odd < seen / 50) return 'utf-16be'
  if (even + odd > 0 && looksBinary(head.subarray(0, seen))) return null
  return isUtf8(head) ? 'utf-8' : 'windows-1252'
}

function looksBinary(head: Buffer): boolean {
  let controls = 0
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) controls += 1
  return controls > head.length / 50
}

/** The last bytes may be half of a character. */
function isUtf8(head: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return true
  } catch {
    return false
  }
}

/** Decodes a stream of bytes. Bytes that have no meaning become U+FFFD; a mark at the start is left out. */
export async function* decodeText(bytes: Readable, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    const text = decoder.decode(chunk, { stream: true })
    if (text !== '') yield text
  }
  const rest = decoder.decode()
  if (rest !== '') yield rest
}
