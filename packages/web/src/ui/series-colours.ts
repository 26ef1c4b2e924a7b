/** Colours in the order in which series are told apart. */
const order = [
  '--accent',
  '--cat-2',
  '--cat-3',
  '--cat-1',
  '--cat-4',
  '--cat-6',
  '--cat-5',
  '--cat-8',
  '--ink-3',
  '--cat-7',
  '--line-3',
] as const

/** The token of the n-th series. */
export const seriesColour = (index: number): string => order[index % order.length] ?? '--accent'
