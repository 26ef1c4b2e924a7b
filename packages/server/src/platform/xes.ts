/** What an XES log (IEEE 1849) begins and ends with. */
export const xesHead = `<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<classifier name="Event" keys="concept:name"/>
`
export const xesFoot = '</log>\n'

/** An attribute of a trace or an event. */
export const xesTag = (type: string, key: string, value: string) =>
  `<${type} key="${escaped(key)}" value="${escaped(value)}"/>`

/** Text as an attribute of XML 1.0, which has no form for most control characters. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
}
