/** How far a stream has come. `total` and `etaSeconds` are estimates until the end. */
export type Progress = { sent: number; total: number; ratePerSecond: number; etaSeconds: number }

export type ProgressStyle = 'line' | 'json' | 'none'

/** Reports a running count at most twice a second, and once at the end. */
export type Reporter = { update(sent: number, share: number): void; finish(sent: number): void }

/** Opens a reporter on a stream, normally standard error. `now` is in milliseconds. */
export function openReporter(style: ProgressStyle, out: NodeJS.WritableStream, now: () => number): Reporter {
  const startedAt = now()
  let lastAt = startedAt

  function write(sent: number, share: number, end: string) {
    const seconds = Math.max(0.001, (now() - startedAt) / 1000)
    const total = share > 0 ? Math.max(sent, Math.round(sent / share)) : sent
    const rate = sent / seconds
    const progress: Progress = {
      sent,
      total,
      ratePerSecond: Math.round(rate),
      etaSeconds: rate > 0 ? Math.round((total - sent) / rate) : 0,
    }
    if (style === 'json') out.write(`${JSON.stringify(progress)}\n`)
    if (style === 'line') out.write(`\r\u001b[K${lineOf(progress, share)}${end}`)
  }

  return {
    update(sent, share) {
      if (style === 'none' || now() - lastAt < 500) return
      lastAt = now()
      write(sent, share, '')
    },
    finish(sent) {
      if (style !== 'none') write(sent, 1, '\n')
    },
  }
}

function lineOf({ sent, total, ratePerSecond, etaSeconds }: Progress, share: number): string {
  const number = new Intl.NumberFormat('en')
  const left = share < 1 ? ` · ${Math.floor(etaSeconds / 60)} min ${etaSeconds % 60} s left` : ''
  return `${Math.round(share * 100)} % · ${number.format(sent)} of about ${number.format(total)} events · ${number.format(ratePerSecond)}/s${left}`
}
