import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitStatements } from './sql-statements.ts'

test('a semicolon in a string, a name or a comment ends no statement', () => {
  const script = `-- first; really
    SELECT ';', 'it''s;', 'a\\';b' AS \`x;y\`; /* ; */
    SELECT "c;d" -- last;
    ;; -- nothing more;
  `
  expect(splitStatements(script)).toEqual([
    `-- first; really\n    SELECT ';', 'it''s;', 'a\\';b' AS \`x;y\``,
    `/* ; */\n    SELECT "c;d" -- last;`,
  ])
})

test('joining statements and splitting them again changes nothing', () => {
  const text = fc.string().map((value) => `SELECT '${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`)
  fc.assert(
    fc.property(fc.array(text), (statements) => {
      expect(splitStatements(statements.join(';\n'))).toEqual(statements)
    }),
  )
})
