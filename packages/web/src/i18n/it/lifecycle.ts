import type { Catalogue } from '../text.tsx'

export const lifecycle: Catalogue['lifecycle'] = {
  title: 'Ciclo di vita',
  tabs: 'Chi continua a venire',
  activity: 'Attivo con',
  anything: 'qualsiasi cosa',
  anythingAgain: 'Conta come attività qualsiasi cosa',
  by: 'Per',
  new: 'Nuovi',
  returning: 'Di ritorno',
  resurrected: 'Tornati dopo una pausa',
  dormant: 'Assenti',
  active: 'Attivi',
  note_new: 'Mai attivi prima.',
  note_returning: 'Attivi anche nel periodo prima.',
  note_resurrected: 'Non attivi nel periodo prima, ma qualche tempo fa.',
  note_dormant: 'Attivi nel periodo prima e non in questo.',
  unfinished: 'non ancora finito',
  drawing: 'Chi è attivo, periodo per periodo',
  spoken: '{period}, {part}: {n, plural, one {# persona} other {# persone}}',
  tableLabel: 'Periodi',
  foot: 'Nuovi, di ritorno e tornati dopo una pausa sono insieme tutti gli attivi. Gli assenti erano attivi nel periodo prima.',
  legend:
    'Sopra l’asse: tutti gli attivi in un periodo. Sotto: chi era attivo nel periodo prima e non è venuto. Chiaro: non ancora finito. Cerchio: attivi nell’intervallo prima.',
  panel: 'Parte selezionata di un periodo',
  deckWaiting: 'Chi è nuovo, chi resta, chi torna e chi non viene più.',
  deckEmpty: 'Nessuno è stato attivo in questo periodo.',
  deck_day:
    'Il {period} <b>{people}</b> persone attive: {new} nuove, {returning} che c’erano il giorno prima, {resurrected} tornate dopo una pausa; {dormant} non sono venute.',
  deck_week:
    'Nella settimana del {period} <b>{people}</b> persone attive: {new} nuove, {returning} che c’erano la settimana prima, {resurrected} tornate dopo una pausa; {dormant} non sono venute.',
  deck_month:
    'Nel mese di {period} <b>{people}</b> persone attive: {new} nuove, {returning} che c’erano il mese prima, {resurrected} tornate dopo una pausa; {dormant} non sono venute.',
  deckBefore: 'Alla fine dell’intervallo prima ({period}) le persone attive erano {n}.',
  emptyTitle: 'Nessuno è stato attivo',
  emptyText: 'Allarga il periodo, togli una condizione o conta come attività qualsiasi cosa.',
}
export const stickiness: Catalogue['stickiness'] = {
  title: 'Assiduità',
  by: 'Giorni di',
  ratio_week: 'Persone al giorno su quelle della settimana',
  ratio_month: 'Persone al giorno su quelle del mese',
  ratioNote: 'con intervalli al 95 % sulle persone; cerchio: intervallo prima; chiaro: non ancora finito',
  ratioDrawing: 'Persone al giorno su quelle del periodo',
  ratioSpoken: '{period}: {share} di {n, plural, one {# persona} other {# persone}} in un giorno medio',
  meanDays: 'Giorni a persona',
  interval: 'Intervallo al 95 % della quota',
  tableLabel: 'Periodi',
  foot: 'Le persone di un giorno medio come quota di quelle del periodo, con l’intervallo al 95 % sulle persone.',
  daysTitle: 'Attivi per quanti giorni: {period}',
  daysNote: 'quota di {n, plural, one {# persona} other {# persone}}, con intervalli al 95 % (Wilson)',
  daysDrawing: 'Per quanti giorni le persone sono state attive',
  daysSpoken: '{days}: {n} su {of}, {share}',
  onDays: '{n, plural, one {Per # giorno} other {Per # giorni}}',
  everybody: 'Tutti quelli del periodo',
  panel: 'Persone selezionate',
  deckWaiting: 'Per quanti giorni le persone sono attive.',
  deck_week:
    'Di {n} persone nella settimana del {period}, <b>{share}</b> [{span}] c’era in un giorno medio: {days} giorni a testa.',
  deck_month:
    'Di {n} persone nel mese di {period}, <b>{share}</b> [{span}] c’era in un giorno medio: {days} giorni a testa.',
}
