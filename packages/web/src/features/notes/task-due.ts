/** How urgent an open task is. */
export type Urgency = 'overdue' | 'today' | 'soon' | 'later' | 'undated'

const WEEK_MS = 7 * 86_400_000

/** Sorts a due time against now; `dayKey` names the day of an instant in the zone of the workspace. */
export function urgencyOf(dueAt: string | null, now: Date, dayKey: (time: Date) => string): Urgency {
  if (dueAt === null) return 'undated'
  const due = new Date(dueAt)
  if (due < now) return 'overdue'
  if (dayKey(due) === dayKey(now)) return 'today'
  return due.getTime() - now.getTime() < WEEK_MS ? 'soon' : 'later'
}
