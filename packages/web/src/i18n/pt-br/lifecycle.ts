import type { Catalogue } from '../text.tsx'

export const lifecycle: Catalogue['lifecycle'] = {
  title: 'Ciclo de vida',
  tabs: 'Quem continua vindo',
  activity: 'Ativo com',
  anything: 'qualquer coisa',
  anythingAgain: 'Contar qualquer coisa como atividade',
  by: 'Por',
  new: 'Novos',
  returning: 'Recorrentes',
  resurrected: 'De volta após uma pausa',
  dormant: 'Ausentes',
  active: 'Ativos',
  note_new: 'Nunca estiveram ativos antes.',
  note_returning: 'Ativos também no período anterior.',
  note_resurrected: 'Não estavam ativos no período anterior, mas em algum momento antes.',
  note_dormant: 'Ativos no período anterior e não neste.',
  unfinished: 'ainda não terminou',
  drawing: 'Quem está ativo, período a período',
  spoken: '{period}, {part}: {n, plural, one {# pessoa} other {# pessoas}}',
  tableLabel: 'Períodos',
  foot: 'Novos, recorrentes e de volta após uma pausa são juntos todos os ativos. Os ausentes estavam ativos no período anterior.',
  legend:
    'Acima do eixo: todos os ativos de um período. Abaixo: quem estava ativo no período anterior e não veio. Claro: ainda não terminou. Círculo: ativos no intervalo anterior.',
  panel: 'Parte selecionada de um período',
  deckWaiting: 'Quem é novo, quem fica, quem volta e quem deixa de vir.',
  deckEmpty: 'Ninguém esteve ativo neste período.',
  deck_day:
    'Em {period} <b>{people}</b> pessoas ativas: {new} novas, {returning} que estavam no dia anterior, {resurrected} de volta após uma pausa; {dormant} não vieram.',
  deck_week:
    'Na semana de {period} <b>{people}</b> pessoas ativas: {new} novas, {returning} que estavam na semana anterior, {resurrected} de volta após uma pausa; {dormant} não vieram.',
  deck_month:
    'Em {period} <b>{people}</b> pessoas ativas: {new} novas, {returning} que estavam no mês anterior, {resurrected} de volta após uma pausa; {dormant} não vieram.',
  deckBefore: 'No fim do intervalo anterior ({period}) eram {n} ativas.',
  emptyTitle: 'Ninguém esteve ativo',
  emptyText: 'Amplie o período, tire uma condição ou conte qualquer coisa como atividade.',
}
export const stickiness: Catalogue['stickiness'] = {
  title: 'Assiduidade',
  by: 'Dias de',
  ratio_week: 'Pessoas de um dia sobre as da semana',
  ratio_month: 'Pessoas de um dia sobre as do mês',
  ratioNote:
    'com intervalos de 95 % sobre as pessoas; círculo: intervalo anterior; claro: ainda não terminou',
  ratioDrawing: 'Pessoas de um dia sobre as do período',
  ratioSpoken: '{period}: {share} de {n, plural, one {# pessoa} other {# pessoas}} em um dia médio',
  meanDays: 'Dias por pessoa',
  interval: 'Intervalo de 95 % da proporção',
  tableLabel: 'Períodos',
  foot: 'As pessoas de um dia médio como proporção das do período, com o intervalo de 95 % sobre as pessoas.',
  daysTitle: 'Ativos em quantos dias: {period}',
  daysNote: 'proporção de {n, plural, one {# pessoa} other {# pessoas}}, com intervalos de 95 % (Wilson)',
  daysDrawing: 'Em quantos dias as pessoas estiveram ativas',
  daysSpoken: '{days}: {n} de {of}, {share}',
  onDays: '{n, plural, one {Em # dia} other {Em # dias}}',
  everybody: 'Todos do período',
  panel: 'Pessoas selecionadas',
  deckWaiting: 'Em quantos dias as pessoas estão ativas.',
  deck_week:
    'De {n} pessoas na semana de {period}, <b>{share}</b> [{span}] estavam lá em um dia médio: {days} dias cada.',
  deck_month:
    'De {n} pessoas em {period}, <b>{share}</b> [{span}] estavam lá em um dia médio: {days} dias cada.',
}
