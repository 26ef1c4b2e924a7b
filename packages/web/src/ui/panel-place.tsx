import { type ReactNode, useEffect, useRef } from 'react'

/** Where a panel stands beside a long list: it stays in sight, and where it goes under the list it is led to. */
export function PanelPlace({ of, children }: { of: string; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what opens anew is led to anew
  useEffect(() => {
    const box = place.current?.getBoundingClientRect()
    if (box && box.top > window.innerHeight - 80) place.current?.scrollIntoView({ block: 'start' })
  }, [of])
  return (
    <div className="panel-place" ref={place}>
      {children}
    </div>
  )
}
