/** Sets of ids that grow together: union-find (Tarjan 1975). The root of a set is its smallest id. */
export class Forest {
  readonly #parent = new Map<string, string>()

  /** The root of the set that an id is in; an id that was never joined is alone. */
  find(id: string): string {
    let root = id
    for (let up = this.#parent.get(root); up !== undefined; up = this.#parent.get(root)) root = up
    for (let at = id; at !== root; ) {
      const up = this.#parent.get(at) ?? root
      this.#parent.set(at, root)
      at = up
    }
    return root
  }

  /** Joins two sets and returns the roots: of the whole, and of the part that was taken in. */
  join(a: string, b: string): { root: string; gone: string } {
    const [x, y] = [this.find(a), this.find(b)]
    const [root, gone] = x < y ? [x, y] : [y, x]
    if (root !== gone) this.#parent.set(gone, root)
    return { root, gone }
  }
}
