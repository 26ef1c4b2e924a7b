import type { Catalogue } from '../text.tsx'

/** Lists as they are looked at, kept under a name; and what can be done with many rows at once. */
export const views: Catalogue['views'] = {
  view: 'Vista',
  none: 'come viene',
  yours: 'Viste conservate',
  empty: 'Ancora nessuna vista conservata.',
  saveNew: 'Conserva questa vista',
  name: 'Nome della vista',
  shared: 'Per tutti nello spazio di lavoro',
  save: 'Conserva',
  over: 'Salva ciò che si vede come {name}',
  delete: 'Elimina {name}',
  saved: '{name} è conservata',
  deleted: '{name} è stata eliminata',
  by: 'di {name}',
  columns: 'Colonne',
  allColumns: 'tutte',
  nColumns: '{n, plural, one {# colonna} other {# colonne}}',
  selected: '{n, plural, one {# persona selezionata} other {# persone selezionate}}',
  selectAll: 'Seleziona tutte le {n}',
  exportCsv: 'Esporta CSV',
  clear: 'Annulla selezione',
  loading: '{n} di {total} lette',
  bulk: 'Persone selezionate',
  cancelled: "L'esportazione è stata interrotta",
}
