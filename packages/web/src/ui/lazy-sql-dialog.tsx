import { type ComponentProps, lazy, Suspense } from 'react'

const Loaded = lazy(() => import('./sql-dialog.tsx').then((module) => ({ default: module.SqlDialog })))

/** The statement behind an answer. Dialogs are loaded when one is asked for: the first page goes without. */
export function SqlDialog(props: ComponentProps<typeof Loaded>) {
  return (
    <Suspense fallback={null}>
      <Loaded {...props} />
    </Suspense>
  )
}
