// Set up before every test file: the inputs that property tests try. They are the same in every run, so that a verdict
// on a commit does not change by itself; `npm run soak` tries others.
import fc from 'fast-check'

const usual = 20_260_101

const wanted = process.env.TEIA_TEST_SEED
// With stores behind it, looking for the smallest input that fails would outlast the time of a test.
// A report that does not say what was thrown says nothing to those who have nothing but the report.
fc.configureGlobal({
  includeErrorInReport: true,
  ...(wanted === undefined ? { seed: usual } : { seed: Number(wanted), endOnFailure: true }),
})
