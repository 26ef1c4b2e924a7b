import * as q from './spend.queries.ts'
import { openKeys, type SpendDeps } from './spend.service.ts'

/** What was spent on channels, called as they are now, in a currency; and what is known in others. */
export type SpentOnChannels = {
  channels: Map<string, { spend: number; days: number }>
  total: number
  daysKnown: number
  otherCurrencies: { currency: string; spend: number }[]
}

/** What was spent in some days, by what channels are called after; null where nothing is known. */
export async function spendOfDays(
  deps: SpendDeps,
  selection: { workspaceId: string; by: string; from: string; to: string },
  currency: string,
): Promise<SpentOnChannels | null> {
  const rows = await q.sumSpend(deps.postgres, selection)
  if (rows.length === 0) return null
  const keys = await openKeys(deps, selection.workspaceId)
  const own = rows.filter((row) => row.currency === currency)
  const others = Map.groupBy(
    rows.filter((row) => row.currency !== currency),
    (row) => row.currency,
  )
  const sum = (some: readonly { amount: number }[]) => some.reduce((all, { amount }) => all + amount, 0)
  return {
    channels: new Map(
      own.map((row) => [keys.nameOf(selection.by, row.channel), { spend: row.amount, days: row.days }]),
    ),
    total: sum(own),
    daysKnown: await q.countSpendDays(deps.postgres, selection, currency),
    otherCurrencies: [...others].map(([other, some]) => ({ currency: other, spend: sum(some) })),
  }
}
