import type { Catalogue } from '../text.tsx'

export const timeBetween: Catalogue['timeBetween'] = {
  title: 'Tempo tra due cose',
  tabs: 'Fin dove e in quanto tempo',
  first: 'Da',
  next: 'al successivo',
  count: 'Conta',
  count_first: 'la prima volta',
  countNote_first: 'di ogni persona',
  count_each: 'ogni volta',
  countNote_each: 'una persona conta con la sua mediana',
  began: 'Iniziato',
  reached: 'Arrivati',
  never: 'Non entro la fine',
  openNever: 'Apri chi non è mai arrivato',
  drawing: 'Persone per tempo impiegato',
  drawingNote: 'fino al 95º percentile',
  barSpoken: '{span}: {n, plural, one {# persona} other {# persone}}',
  tableLabel: 'In numeri',
  foot: 'Mediana e p90 di chi è arrivato, con intervalli al 95 % da statistiche d’ordine. Chi non è arrivato entro la fine del periodo non vi rientra, perciò entrambi sono piuttosto troppo brevi.',
  panel: 'Persone selezionate',
  deckWaiting: 'Quanto impiegano le persone da una cosa a un’altra.',
  deckNone:
    '{n, plural, one {# persona ha} other {# persone hanno}} fatto {first} e nessuno è poi arrivato a {next} in questo periodo.',
  deck: 'Metà di chi è passato da {first} a {next} ci ha messo al massimo <b>{median}</b> [{span}], nove su dieci {p90}. {reached} su {n} sono arrivati in questo periodo.',
  emptyTitle: 'Nessuno ha cominciato',
  emptyText: 'Allarga il periodo, togli una condizione o scegli un altro inizio.',
}
