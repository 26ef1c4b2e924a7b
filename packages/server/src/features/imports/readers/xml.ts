import { type Fault, faultOf } from '@teia/contracts'
import { SaxesParser } from 'saxes'
import { deepestRow, longestMegabytes, longestRow, ReadFault, type Row } from '../../../platform/table-row.ts'

export type Attributes = Record<string, string>
/** What a form of XML file does at each tag. `take` hands a finished row out. */
export type XmlHandler = {
  open(name: string, attributes: Attributes, line: number): void
  close(name: string, text: string): void
}

/**
 * Walks through XML and hands out the rows that the handler makes. Entities of a document type are not known, so none
 * can grow; nesting and the length of text are limited.
 */
export async function* readXml(
  text: AsyncIterable<string>,
  name: string,
  makeHandler: (take: (row: Row) => void) => XmlHandler,
): AsyncGenerator<Row[]> {
  let rows: Row[] = []
  const handler = makeHandler((row) => rows.push(row))
  const parser = new SaxesParser({ position: true })
  const place = () => ({ file: name, line: parser.line })
  let depth = 0
  let inner = ''
  let sinceTag = 0
  parser.on('error', (error) => {
    throw new ReadFault(faultOfXml(error.message, place()), { cause: error })
  })
  parser.on('opentag', (tag) => {
    sinceTag = 0
    depth += 1
    if (depth > deepestRow) throw new ReadFault(faultOf('xml_too_deep', { ...place(), levels: deepestRow }))
    inner = ''
    handler.open(localName(tag.name), tag.attributes as Attributes, parser.line)
  })
  parser.on('text', (piece) => {
    inner += piece
  })
  parser.on('cdata', (piece) => {
    inner += piece
  })
  parser.on('closetag', (tag) => {
    sinceTag = 0
    depth -= 1
    handler.close(localName(tag.name), inner)
    inner = ''
  })
  for await (const chunk of text) {
    sinceTag += chunk.length
    parser.write(chunk)
    if (sinceTag > longestRow + chunk.length)
      throw new ReadFault(faultOf('xml_too_long', { ...place(), megabytes: longestMegabytes }))
    if (rows.length > 0) yield rows
    rows = []
  }
  parser.close()
  if (rows.length > 0) yield rows
}

/** Of what the parser says, only which fault it is and the names in it: its words are English. */
function faultOfXml(words: string, place: { file: string; line: number }): Fault {
  const [, what = '', name = ''] = /^(?:\d+:\d+: )?([^:]*)(?:: (.{1,100}))?/.exec(words) ?? []
  const inner = name.replace(/\.$/, '')
  switch (what.replace(/\.$/, '')) {
    case 'unclosed tag':
      return faultOf('xml_unclosed', { ...place, tag: inner })
    case 'unmatched closing tag':
      return faultOf('xml_unopened', { ...place, tag: inner })
    case 'duplicate attribute':
      return faultOf('xml_attribute_twice', { ...place, name: inner })
    case 'undefined entity':
      return faultOf('xml_entity', place)
    case 'unexpected end':
    case 'document must contain a root element':
      return faultOf('xml_ends_early', place)
    default:
      return faultOf('xml_unsound', place)
  }
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1)
