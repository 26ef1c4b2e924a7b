/**
 * The features of the server, lowest first. A feature may import those of a lower row, through their index.ts;
 * never one of its own row or above. Upwards goes by a domain event. A new feature gets its place here.
 */
const tiers = [
  ['mail'],
  ['access'],
  ['ingest', 'identity'],
  ['people', 'touchpoints', 'sources', 'views'],
  ['maps'],
  ['segments', 'spend'],
  ['questions', 'system', 'webhooks', 'imports', 'notes', 'exports'],
  ['privacy'],
]

const feature = (name) => `^packages/server/src/features/${name}/`

exports.tierRules = [
  ...tiers.flatMap((features, level) =>
    features.map((name) => ({
      name: `${name}-imports-only-lower-features`,
      severity: 'error',
      from: { path: feature(name) },
      to: { path: feature(`(${tiers.slice(level).flat().join('|')})`), pathNot: feature(name) },
    })),
  ),
  {
    name: 'every-feature-has-its-place',
    comment: 'A feature that is missing in scripts/folder-rules/tiers.cjs would escape the rules.',
    severity: 'error',
    from: {},
    to: {
      path: '^packages/server/src/features/[^/]+/',
      pathNot: feature(`(${tiers.flat().join('|')})`),
    },
  },
]
