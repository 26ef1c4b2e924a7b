import { useText } from '../../i18n/text.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import type { Line } from '../../ui/line-option.ts'

/** The chart as a table: a row for each point in time, a column for each line. */
export function PointsTable({
  times,
  lines,
  write,
}: {
  times: string[]
  lines: Line[]
  write: (time: string) => string
}) {
  const { t, format } = useText()
  const rows = times.map((time, index) => ({ time, index }))
  return (
    <DataTable
      label={t('common.asTable')}
      rows={rows}
      keyOf={(row) => row.time}
      columns={[
        { id: 'time', header: t('trends.time'), value: (row) => row.time, cell: (row) => write(row.time) },
        ...lines.map((line) => ({
          id: line.name,
          header: line.name,
          num: true,
          value: (row: { index: number }) => line.values[row.index],
          cell: (row: { index: number }) => {
            const value = line.values[row.index]
            return value === null || value === undefined ? '–' : format.whole(value)
          },
        })),
      ]}
    />
  )
}
