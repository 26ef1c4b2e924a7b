import type { Template } from './template.ts'

export const storeVisit: Template = {
  id: 'store-visit',
  name: ['Store visit', 'Visita in negozio', 'Visita à loja'],
  description: [
    'A visit to a shop, and what surrounds it on the phone.',
    'Una visita in negozio, e ciò che la circonda sul telefono.',
    'Uma visita à loja, e o que acontece no telefone em volta dela.',
  ],
  stages: [
    {
      id: 'before',
      name: ['Before', 'Prima', 'Antes'],
      steps: [
        {
          id: 'looks-up',
          name: ['Looks it up', 'Si informa', 'Pesquisa'],
          events: ['Product Viewed', 'Products Searched'],
          touchpoints: ['product-page', 'search'],
          feeling: 0.3,
          optional: true,
          action: ['Sees whether the shop has it', 'Guarda se il negozio ce l’ha', 'Vê se a loja tem'],
          pain: [
            'The stock shown is wrong',
            'La disponibilità indicata è errata',
            'O estoque mostrado está errado',
          ],
        },
      ],
    },
    {
      id: 'there',
      name: ['There', 'Sul posto', 'Na loja'],
      steps: [
        {
          id: 'visits',
          name: ['Visits the shop', 'Visita il negozio', 'Visita a loja'],
          events: ['Store Visited'],
          touchpoints: ['store'],
          feeling: 0.6,
          optional: true,
          action: ['Looks, touches, asks', 'Guarda, tocca, chiede', 'Olha, toca, pergunta'],
          opportunity: [
            'Know who comes with an order',
            'Sapere chi viene con un ordine',
            'Saber quem vem com um pedido',
          ],
        },
        {
          id: 'buys',
          name: ['Buys or picks up', 'Compra o ritira', 'Compra ou retira'],
          events: ['Store Purchase', 'Store Pickup'],
          touchpoints: ['store'],
          feeling: 1,
          action: ['Pays at the till', 'Paga alla cassa', 'Paga no caixa'],
          pain: ['A queue at the till', 'Coda alla cassa', 'Fila no caixa'],
        },
      ],
    },
    {
      id: 'after',
      name: ['After', 'Dopo', 'Depois'],
      steps: [
        {
          id: 'says',
          name: ['Says how it was', 'Dice com’è andata', 'Diz como foi'],
          events: ['Survey Answered', 'Product Reviewed'],
          touchpoints: ['survey', 'review'],
          feeling: 0.5,
          optional: true,
          action: ['Answers or reviews', 'Risponde o recensisce', 'Responde ou avalia'],
        },
        {
          id: 'comes-back',
          name: ['Buys again', 'Compra di nuovo', 'Compra de novo'],
          events: ['Order Completed'],
          touchpoints: ['order-completed'],
          feeling: 0.8,
          optional: true,
          action: [
            'Orders online the next time',
            'La volta dopo ordina online',
            'Na próxima vez compra on-line',
          ],
        },
      ],
    },
  ],
}
