/**
 * What the parts of the drawing are to whoever hears it: a grid. The elements of a table could not be laid out as one grid
 * in which the curve lies under all cells of its lane.
 */
export const gridRole = {
  grid: (name: string, columns: number) => ({
    role: 'grid',
    'aria-label': name,
    'aria-colcount': columns + 1,
  }),
  row: (row: number) => ({ role: 'row', 'aria-rowindex': row }),
  /** The head of a lane, in the first column. */
  lane: { role: 'rowheader', 'aria-colindex': 1 },
  corner: { role: 'columnheader', 'aria-colindex': 1 },
  /** Columns of the drawing count from 0. */
  column: (column: number, span = 1) => ({
    role: 'columnheader',
    'aria-colindex': column + 2,
    'aria-colspan': span,
  }),
  step: (column: number, isSelected: boolean) => ({
    role: 'columnheader',
    'aria-colindex': column + 2,
    'aria-selected': isSelected,
  }),
  cell: (column: number) => ({ role: 'gridcell', 'aria-colindex': column + 2 }),
} as const
