export type Figure = {
  name: string
  value: number
  unit: string /** The bare counterpart, measured in the same run. */
  against?: number
  aim?: string
  note?: string
}

const round = (value: number) =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2)

/** Prints one line a figure: value, bare counterpart, ratio, aim. */
export function print(title: string, figures: readonly Figure[]): void {
  process.stdout.write(`\n${title}\n`)
  for (const { name, value, unit, against, aim, note } of figures) {
    const ratio =
      against === undefined ? '' : `  bare ${round(against)} ${unit}  ratio ${(value / against).toFixed(2)}`
    process.stdout.write(
      `  ${name.padEnd(44)} ${round(value)} ${unit}${ratio}${aim ? `  (aim ${aim})` : ''}${note ? `  ${note}` : ''}\n`,
    )
  }
}

export function median(values: readonly number[]): number {
  return values.toSorted((x, y) => x - y)[Math.floor(values.length / 2)] ?? Number.NaN
}
