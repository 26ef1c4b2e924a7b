const { tierRules } = require('./scripts/folder-rules/tiers.cjs')

/** Who may import whom. Each rule is a sentence of docs/architecture.md. */
const server = '^packages/server/src/'
const ownFeature = `${server}features/([^/]+)/`
const tests = '([.]test[.]tsx?$|/test/)'

module.exports = {
  forbidden: [
    ...tierRules,
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-unresolved',
      comment: 'An import that leads nowhere also escapes every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'contracts-and-methods-import-nothing-of-ours',
      severity: 'error',
      from: { path: '^packages/(contracts|methods)/' },
      to: { path: '^packages/', pathNot: '^packages/$1/' },
    },
    {
      name: 'clients-see-only-contracts',
      comment:
        'Everything outside the server speaks its public API; the command line also drives the demo world.',
      severity: 'error',
      from: { path: '^packages/(web|cli|sdk-browser|demo-world)/' },
      to: { path: '^packages/', pathNot: ['^packages/$1/', '^packages/contracts/', '^packages/demo-world/'] },
    },
    {
      name: 'the-demo-world-belongs-to-the-command-line',
      severity: 'error',
      from: { path: '^packages/', pathNot: ['^packages/(cli|demo-world)/', tests] },
      to: { path: '^packages/demo-world/' },
    },
    {
      name: 'the-server-knows-no-client',
      severity: 'error',
      from: { path: '^packages/server/' },
      to: { path: '^packages/(web|cli|sdk-browser)/' },
    },
    {
      name: 'the-browser-tag-has-no-runtime-dependency',
      severity: 'error',
      from: { path: '^packages/sdk-browser/src', pathNot: tests },
      to: { dependencyTypes: ['npm', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'platform-knows-no-store-and-no-feature',
      severity: 'error',
      from: { path: `${server}platform/`, pathNot: tests },
      to: { path: `${server}(?!platform/)` },
    },
    {
      name: 'storage-knows-only-platform',
      severity: 'error',
      from: { path: `${server}storage/`, pathNot: tests },
      to: { path: `${server}(?!storage/|platform/|config[.]ts$)` },
    },
    {
      name: 'analytics-knows-only-storage-and-platform',
      severity: 'error',
      from: { path: `${server}analytics/`, pathNot: tests },
      to: { path: `${server}(?!analytics/|storage/|platform/)` },
    },
    {
      name: 'features-know-nothing-that-wires-them',
      severity: 'error',
      from: { path: `${server}features/`, pathNot: tests },
      to: { path: `${server}[^/]+[.]ts$`, pathNot: `${server}config[.]ts$` },
    },
    {
      name: 'a-feature-is-entered-by-its-front-door',
      severity: 'error',
      from: { path: ownFeature },
      to: { path: ownFeature, pathNot: [`${server}features/$1/`, '/features/[^/]+/index[.]ts$'] },
    },
    {
      name: 'the-wiring-uses-front-doors-too',
      severity: 'error',
      from: { path: `${server}[^/]+[.]ts$`, pathNot: tests },
      to: { path: ownFeature, pathNot: '/features/[^/]+/index[.]ts$' },
    },
    {
      name: 'only-queries-touch-a-database-driver',
      comment: 'Types of a driver may be named elsewhere: a type moves no data.',
      severity: 'error',
      from: { path: '^packages/', pathNot: [`${server}storage/`, '[.]queries[.]ts$', tests] },
      to: {
        path: 'node_modules/(kysely|pg|lmdb|chdb|@clickhouse/[^/]+)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'only-services-and-jobs-call-queries',
      severity: 'error',
      from: { path: server, pathNot: ['[.](service|queries|job)[.]ts$', tests] },
      to: { path: '[.]queries[.]ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'tests-are-not-imported',
      severity: 'error',
      from: { pathNot: [tests, '[.]config[.]ts$'] },
      to: { path: `^packages/.*${tests}` },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^packages/[^/]+/dist/|[.]css$|[.]svg$)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json'],
    },
  },
}
