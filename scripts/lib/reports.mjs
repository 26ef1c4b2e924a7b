import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { root } from './paths.mjs'

/** What of a failure's message is worth repeating at the end of a run. Values that property tests tried may fill pages. */
const shownLines = 14
const shownWidth = 400

/**
 * Counts of a run, and its failures by name, from vitest's JSON report. Undefined when there is no report.
 */
export function readVitestReport(path) {
  const report = readJson(path)
  if (!report) return undefined
  // A file that cannot be loaded, or whose hooks fail, fails without a test that does.
  const faulty = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + faulty.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: [
      ...faulty.map(({ name, message }) => failure(name, message)),
      ...report.testResults.flatMap(({ name, assertionResults }) =>
        assertionResults
          .filter(({ status }) => status === 'failed')
          .map((one) => failure(`${name} › ${one.fullName}`, one.failureMessages?.[0])),
      ),
    ],
  }
}

/**
 * Counts of a run, and its failures by name, from Playwright's JSON report. A test that passed only when repeated counts
 * as failed.
 */
export function readPlaywrightReport(path) {
  const report = readJson(path)
  if (!report) return undefined
  const { expected, unexpected, flaky, skipped } = report.stats
  const failures = [
    ...report.errors.map(({ message }) => failure('before any test', message)),
    ...report.suites
      .flatMap(specsOf)
      .filter(({ ok }) => !ok)
      .map(({ file, title, tests }) => failure(`${file} › ${title}`, messageOf(tests))),
  ]
  return { passed: expected, failed: unexpected + flaky + report.errors.length, skipped, failures }
}

const specsOf = ({ specs = [], suites = [] }) => [...specs, ...suites.flatMap(specsOf)]
const messageOf = (tests) => tests.flatMap(({ results }) => results).find(({ error }) => error)?.error.message

const failure = (name, message) => ({
  name: relative(root, name).startsWith('..') ? name : relative(root, name),
  message: stripVTControlCharacters(message ?? '')
    .split('\n')
    .slice(0, shownLines)
    .map((line) => line.slice(0, shownWidth))
    .join('\n'),
})

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
