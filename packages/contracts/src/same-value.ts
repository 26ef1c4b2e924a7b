/** Equal whatever the order of their fields. */
export const isSame = (one: unknown, other: unknown) => canonical(one) === canonical(other)
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([x], [y]) => (x < y ? -1 : 1)))
      : inner,
  ) ?? ''
