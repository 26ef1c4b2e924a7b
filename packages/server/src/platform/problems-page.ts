import { problems } from '@teia/contracts'

const rows = Object.entries(problems).map(
  ([code, { status, title }]) =>
    `<tr id="${code}"><td><a href="#${code}"><code>${code}</code></a></td><td>${status}</td><td>${title}</td></tr>`,
)

/** The catalogue as a page of HTML: what the `type` of every problem links to. */
export const problemsPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Errors · Teia</title>
<style>
body { font: 14px/1.6 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .4rem 1rem .4rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent) }
tr:target { background: color-mix(in srgb, currentColor 10%, transparent) }
</style>
</head>
<body>
<h1>Errors</h1>
<p>Every fault is answered as <code>application/problem+json</code> (RFC 9457). Its <code>code</code> is stable.</p>
<table>
<thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Meaning</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</body>
</html>
`
