import type { Language } from '@teia/contracts'

/** A letter as its writer thinks of it. All values are plain text. */
export type Letter = {
  language: Language
  title: string
  paragraphs: readonly string[]
  /** The one thing to do, if there is one. */
  action?: { label: string; url: string }
  /** Said small at the end: why this letter came. */
  footer: string
}

/**
 * Sets a letter as plain text and as HTML that shows the same. Values lose line breaks and control characters, so that a
 * name cannot pretend to be a paragraph, and are escaped in HTML.
 *
 * @example layOut({ language: 'en', title: 'Hello', paragraphs: ['You are <invited>.'], footer: 'Sent by Teia.' })
 */
export function layOut(letter: Letter): { subject: string; text: string; html: string } {
  const title = oneLine(letter.title)
  const paragraphs = letter.paragraphs.map(oneLine)
  const footer = oneLine(letter.footer)
  const { action } = letter
  return {
    subject: title,
    text: `${[title, ...paragraphs, ...(action ? [`${oneLine(action.label)}: ${action.url}`] : []), `-- \n${footer}`].join('\n\n')}\n`,
    html: `<!doctype html>
<html lang="${letter.language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title></head>
<body style="margin:0;padding:24px;background:#f6f6f4;color:#1d1d1b;font:15px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
<div style="max-width:560px;margin:0 auto;padding:24px 28px;background:#ffffff;border:1px solid #dddcd8;border-radius:6px">
<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">${escapeHtml(title)}</h1>
${paragraphs.map((one) => `<p style="margin:0 0 14px">${escapeHtml(one)}</p>`).join('\n')}
${action ? button(oneLine(action.label), action.url) : ''}
<p style="margin:20px 0 0;padding-top:14px;border-top:1px solid #dddcd8;color:#63625d;font-size:13px">${escapeHtml(footer)}</p>
</div>
</body>
</html>
`,
  }
}

function button(label: string, url: string): string {
  const href = escapeHtml(url)
  return `<p style="margin:20px 0"><a href="${href}" style="display:inline-block;padding:9px 16px;border-radius:6px;background:#3f3d9e;color:#ffffff;text-decoration:none">${escapeHtml(label)}</a></p>
<p style="margin:0;color:#63625d;font-size:13px;word-break:break-all">${href}</p>`
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what has to go
const oneLine = (text: string) => text.replace(/[\s\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim()

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
