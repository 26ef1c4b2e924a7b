import type { Catalogue } from '../text.tsx'

export const timeBetween: Catalogue['timeBetween'] = {
  title: 'Tempo entre duas coisas',
  tabs: 'Até onde e em quanto tempo',
  first: 'De',
  next: 'até o próximo',
  count: 'Contar',
  count_first: 'a primeira vez',
  countNote_first: 'de cada pessoa',
  count_each: 'cada vez',
  countNote_each: 'uma pessoa conta com a própria mediana',
  began: 'Começaram',
  reached: 'Chegaram',
  never: 'Não até o fim',
  openNever: 'Abrir quem nunca chegou',
  drawing: 'Pessoas pelo tempo que levaram',
  drawingNote: 'até o percentil 95',
  barSpoken: '{span}: {n, plural, one {# pessoa} other {# pessoas}}',
  tableLabel: 'Em números',
  foot: 'Mediana e p90 de quem chegou, com intervalos de 95 % por estatísticas de ordem. Quem não chegou até o fim do período não entra em nenhum dos dois, por isso ambos são um tanto curtos demais.',
  panel: 'Pessoas selecionadas',
  deckWaiting: 'Quanto tempo as pessoas levam de uma coisa a outra.',
  deckNone:
    '{n, plural, one {# pessoa fez} other {# pessoas fizeram}} {first}, e ninguém chegou depois a {next} neste período.',
  deck: 'Metade de quem foi de {first} a {next} levou no máximo <b>{median}</b> [{span}], nove em cada dez {p90}. {reached} de {n} chegaram neste período.',
  emptyTitle: 'Ninguém começou',
  emptyText: 'Amplie o período, tire uma condição ou escolha outro começo.',
}
