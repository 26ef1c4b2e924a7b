import type { Template } from './template.ts'

export const subscription: Template = {
  id: 'subscription',
  name: ['Subscription', 'Abbonamento', 'Assinatura'],
  description: [
    'From signing up to staying, or leaving.',
    'Dall’iscrizione al restare, o all’andarsene.',
    'Do cadastro a ficar, ou ir embora.',
  ],
  stages: [
    {
      id: 'consider',
      name: ['Consider', 'Valutare', 'Considerar'],
      steps: [
        {
          id: 'visits',
          name: ['Looks at the offer', 'Guarda l’offerta', 'Olha a oferta'],
          events: ['Page Viewed', 'Product Viewed'],
          touchpoints: ['page', 'product-page'],
          feeling: 0.3,
          action: ['Compares plans and prices', 'Confronta piani e prezzi', 'Compara planos e preços'],
          pain: ['Does not see what is included', 'Non vede cosa è incluso', 'Não vê o que está incluído'],
        },
      ],
    },
    {
      id: 'begin',
      name: ['Begin', 'Iniziare', 'Começar'],
      steps: [
        {
          id: 'signs-up',
          name: ['Signs up', 'Si iscrive', 'Cadastra-se'],
          events: ['Signed Up', 'Account Created'],
          touchpoints: ['sign-in'],
          feeling: 0.5,
          action: ['Makes an account', 'Crea un profilo', 'Cria uma conta'],
        },
        {
          id: 'subscribes',
          name: ['Subscribes', 'Si abbona', 'Assina'],
          events: ['Subscription Started', 'Order Completed'],
          touchpoints: ['payment', 'order-completed'],
          feeling: 1,
          action: ['Chooses a plan and pays', 'Sceglie un piano e paga', 'Escolhe um plano e paga'],
          pain: ['Fears being locked in', 'Teme di restare vincolato', 'Teme ficar preso'],
          opportunity: ['Say how to leave', 'Dire come si disdice', 'Dizer como sair'],
        },
      ],
    },
    {
      id: 'use',
      name: ['Use', 'Usare', 'Usar'],
      steps: [
        {
          id: 'comes-back',
          name: ['Comes back', 'Ritorna', 'Volta'],
          events: ['Signed In'],
          touchpoints: ['sign-in', 'app'],
          feeling: 0.6,
          optional: true,
          action: ['Uses what was paid for', 'Usa ciò che ha pagato', 'Usa o que pagou'],
        },
        {
          id: 'changes',
          name: ['Changes the plan', 'Cambia piano', 'Muda de plano'],
          events: ['Subscription Changed'],
          touchpoints: ['payment'],
          feeling: 0,
          optional: true,
          action: ['Takes more, or less', 'Prende di più, o di meno', 'Pega mais, ou menos'],
        },
      ],
    },
    {
      id: 'stay-or-leave',
      name: ['Stay or leave', 'Restare o andare', 'Ficar ou sair'],
      steps: [
        {
          id: 'asks',
          name: ['Asks for help', 'Chiede aiuto', 'Pede ajuda'],
          events: ['Ticket Opened', 'Live Chat Conversation Started', 'Call Started'],
          touchpoints: ['support-ticket', 'live-chat', 'call-centre'],
          feeling: -0.3,
          optional: true,
          action: ['Writes or calls', 'Scrive o chiama', 'Escreve ou liga'],
        },
        {
          id: 'cancels',
          name: ['Cancels', 'Disdice', 'Cancela'],
          events: ['Subscription Cancelled'],
          touchpoints: ['support-ticket'],
          feeling: -1,
          optional: true,
          action: ['Ends the subscription', 'Chiude l’abbonamento', 'Encerra a assinatura'],
          opportunity: ['Offer a pause', 'Proporre una pausa', 'Oferecer uma pausa'],
        },
      ],
    },
  ],
}
