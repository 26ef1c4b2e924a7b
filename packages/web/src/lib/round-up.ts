/** The next of 1, 2 and 5 times a power of ten, for the steps of a scale. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return power * ([1, 2, 5, 10].find((one) => one * power >= value * 0.999) ?? 10)
}
