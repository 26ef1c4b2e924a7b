/** What may hold a semicolon that ends no statement: strings, quoted names, comments, heredocs. */
const OPAQUE =
  /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|--[^\n]*|#![^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$|;/g

/**
 * Splits a ClickHouse script into its statements, since ClickHouse runs one at a time. Empty statements and
 * trailing comments alone are left out.
 */
export function splitStatements(script: string): string[] {
  const statements: string[] = []
  let start = 0
  for (const match of script.matchAll(OPAQUE)) {
    if (match[0] !== ';') continue
    statements.push(script.slice(start, match.index))
    start = match.index + 1
  }
  statements.push(script.slice(start))
  return statements.map((statement) => statement.trim()).filter(holdsMoreThanComments)
}

function holdsMoreThanComments(statement: string): boolean {
  return statement.replaceAll(/--[^\n]*|#![^\n]*|\/\*[\s\S]*?\*\//g, '').trim() !== ''
}
