import { readFileSync } from 'node:fs'

/** Counts of a run, from vitest's JSON report. Undefined when there is no report. A file that cannot be loaded fails. */
export function readVitestReport(path) {
  const report = readJson(path)
  if (!report) return undefined
  const unloadable = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloadable.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/** Counts of a run, from Playwright's JSON report. A test that passed only when repeated counts as failed. */
export function readPlaywrightReport(path) {
  const report = readJson(path)
  if (!report) return undefined
  const { expected, unexpected, flaky, skipped } = report.stats
  return { passed: expected, failed: unexpected + flaky + report.errors.length, skipped }
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
