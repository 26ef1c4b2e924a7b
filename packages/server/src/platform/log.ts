import { type Logger, pino } from 'pino'
import pretty from 'pino-pretty'

export type Log = Logger

/** Opens the log on standard output: one JSON object a line, or short lines for people. */
export function openLog(options: { format: 'json' | 'pretty'; level?: string }): Log {
  const level = options.level ?? 'info'
  if (options.format === 'json') return pino({ level })
  const stream = pretty({
    ignore: 'pid,hostname',
    translateTime: 'SYS:HH:MM:ss',
    singleLine: true,
    sync: true,
  })
  return pino({ level }, stream)
}
