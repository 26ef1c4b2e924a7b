import { useText } from '../i18n/text.tsx'
import { wilson } from '../lib/intervals.ts'

/** A share in bold, with its 95 % interval. */
export function Share({ share, low, high }: { share: number; low: number; high: number }) {
  const { format } = useText()
  return (
    <>
      <b>{format.percent(share)}</b> <span className="note">{format.percentSpan(low, high)}</span>
    </>
  )
}

/** So many of so many as a share with its 95 % interval; of nobody there is none. */
export function ShareOf({ k, n }: { k: number; n: number }) {
  return n === 0 ? <>–</> : <Share share={k / n} {...wilson(k, n)} />
}
