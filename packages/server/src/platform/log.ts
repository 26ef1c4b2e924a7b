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

/** A log whose lines go to another thread, which hands them to `writeLine`. */
export function lineLog(write: (line: string) => void): Log {
  return pino({ level: 'debug', base: null, timestamp: false }, { write })
}

/** Writes a line of a `lineLog` into this log, at its level. */
export function writeLine(log: Log, line: string): void {
  const { level, msg, ...fields } = JSON.parse(line) as { level: number; msg?: string }
  const name = (pino.levels.labels[level] ?? 'info') as pino.Level
  log[name](fields, msg ?? '')
}
