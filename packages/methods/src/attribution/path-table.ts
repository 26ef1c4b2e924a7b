import { type ChannelPath, type CodedPaths, noChannel } from './channel-paths.ts'

/** Numbers that become more, end to end in memory. */
class Column<Numbers extends Float64Array | Int32Array> {
  #values: Numbers
  #length = 0
  readonly #make: (length: number) => Numbers

  constructor(make: (length: number) => Numbers) {
    this.#make = make
    this.#values = make(1024)
  }

  get length(): number {
    return this.#length
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = this.#make(this.#length * 2)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.#length] = value
    this.#length += 1
  }

  values(): Numbers {
    return this.#values.subarray(0, this.#length) as Numbers
  }
}

const floats = () => new Column((length) => new Float64Array(length))
const whole = () => new Column((length) => new Int32Array(length))

/**
 * Very many paths in little memory: some 60 bytes a path and 20 a touch, with the weights of time decay. Filled path by path, as
 * they come from a store.
 */
export class PathTable {
  readonly #codeOf = new Map<string, number>()
  readonly #codes = whole()
  readonly #from = whole()
  readonly #conversions = floats()
  readonly #value = floats()
  readonly #nulls = floats()
  readonly #squares = floats()
  readonly #decay = { conversions: floats(), value: floats() }

  constructor() {
    this.#from.push(0)
  }

  /** Paths, and touches on all of them. */
  get paths(): number {
    return this.#nulls.length
  }
  get touches(): number {
    return this.#codes.length
  }

  add({ channels, conversions, value, valueSquares, nulls, decay }: ChannelPath): void {
    for (const channel of channels) this.#touch(channel)
    if (channels.length === 0) this.#touch(noChannel)
    this.#from.push(this.#codes.length)
    this.#conversions.push(conversions)
    this.#value.push(value)
    this.#nulls.push(nulls)
    this.#squares.push(valueSquares ?? Number.NaN)
    const isWeighed = decay?.conversions.length === channels.length && decay.value.length === channels.length
    if (decay && isWeighed && channels.length > 0) this.#weigh(decay)
  }

  #touch(channel: string): void {
    const code = this.#codeOf.get(channel) ?? this.#codeOf.size
    this.#codeOf.set(channel, code)
    this.#codes.push(code)
  }

  /** The weights of the places of the last path; those of paths without any are no numbers. */
  #weigh(decay: NonNullable<ChannelPath['decay']>): void {
    const begin = this.#codes.length - decay.conversions.length
    for (const kind of ['conversions', 'value'] as const) {
      while (this.#decay[kind].length < begin) this.#decay[kind].push(Number.NaN)
      for (const weight of decay[kind]) this.#decay[kind].push(weight)
    }
  }

  /** The paths as they are now, with channels numbered in the order of their names. */
  coded(): CodedPaths {
    const names = [...this.#codeOf.keys()].sort()
    const numbers = new Int32Array(names.length)
    for (const [number, name] of names.entries()) numbers[this.#codeOf.get(name) ?? 0] = number
    const hasDecay = this.#decay.value.length > 0
    if (hasDecay)
      for (const column of Object.values(this.#decay))
        while (column.length < this.#codes.length) column.push(Number.NaN)
    return {
      names,
      codes: this.#codes.values().map((code) => numbers[code] as number),
      from: this.#from.values(),
      counted: {
        conversions: this.#conversions.values(),
        value: this.#value.values(),
        nulls: this.#nulls.values(),
      },
      squares: this.#squares.values(),
      decay: hasDecay
        ? { conversions: this.#decay.conversions.values(), value: this.#decay.value.values() }
        : null,
    }
  }
}

/** Numbers the channels of paths, in the order of their names. */
export function codePaths(paths: readonly ChannelPath[]): CodedPaths {
  const table = new PathTable()
  for (const path of paths) table.add(path)
  return table.coded()
}
