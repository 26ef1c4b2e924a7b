import { type KeyboardEvent, useState } from 'react'

type Key = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'

/**
 * Arrow keys walk over the marks of a drawing, which are one stop of the tab key. A mark says where it is by `data-at`, two
 * numbers; `steps` says how each key moves them, `groups` how many first numbers there are.
 */
export function useWalk(groups: number, steps: Readonly<Record<Key, readonly [number, number]>>) {
  const [stop, setStop] = useState('0 0')
  const step = (event: KeyboardEvent<SVGSVGElement>) => {
    const to = Object.hasOwn(steps, event.key) ? steps[event.key as Key] : undefined
    const at = (event.target as SVGElement).dataset.at?.split(' ').map(Number)
    if (!to || !at) return
    event.preventDefault()
    const [group, part] = [(at[0] ?? 0) + to[0], (at[1] ?? 0) + to[1]]
    event.currentTarget.querySelector<SVGElement>(`[data-at="${group} ${part}"]`)?.focus()
  }
  const isStop = (at: string) => at === stop || (at === '0 0' && Number(stop.split(' ')[0]) >= groups)
  return { isStop, setStop, step }
}
