import type { Catalogue } from '../text.tsx'

/** Lists as they are looked at, kept under a name; and what can be done with many rows at once. */
export const views: Catalogue['views'] = {
  view: 'Visão',
  none: 'como vem',
  yours: 'Visões guardadas',
  empty: 'Nenhuma visão guardada ainda.',
  saveNew: 'Guardar esta visão',
  name: 'Nome da visão',
  shared: 'Para todos no espaço de trabalho',
  save: 'Guardar',
  over: 'Salvar o que se vê como {name}',
  delete: 'Excluir {name}',
  saved: '{name} está guardada',
  deleted: '{name} foi excluída',
  by: 'por {name}',
  columns: 'Colunas',
  allColumns: 'todas',
  nColumns: '{n, plural, one {# coluna} other {# colunas}}',
  selected: '{n, plural, one {# pessoa selecionada} other {# pessoas selecionadas}}',
  selectAll: 'Selecionar todas as {n}',
  exportCsv: 'Exportar CSV',
  clear: 'Limpar seleção',
  loading: '{n} de {total} lidas',
  bulk: 'Pessoas selecionadas',
  cancelled: 'A exportação foi interrompida',
}
