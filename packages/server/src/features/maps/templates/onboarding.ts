import type { Template } from './template.ts'

export const onboarding: Template = {
  id: 'onboarding',
  name: ['Onboarding', 'Primi passi', 'Primeiros passos'],
  description: [
    'The first days of a new customer, to the moment when it pays off.',
    'I primi giorni di un nuovo cliente, fino al momento in cui ne vale la pena.',
    'Os primeiros dias de um novo cliente, até o momento em que vale a pena.',
  ],
  stages: [
    {
      id: 'arrive',
      name: ['Arrive', 'Arrivare', 'Chegar'],
      steps: [
        {
          id: 'signs-up',
          name: ['Signs up', 'Si iscrive', 'Cadastra-se'],
          events: ['Signed Up', 'Account Created'],
          touchpoints: ['sign-in'],
          feeling: 0.6,
          action: ['Makes an account', 'Crea un profilo', 'Cria uma conta'],
          pain: ['Too many fields', 'Troppi campi', 'Campos demais'],
        },
        {
          id: 'welcomed',
          name: ['Is welcomed', 'Riceve il benvenuto', 'É bem-vindo'],
          events: ['Email Opened', 'Push Notification Tapped'],
          touchpoints: ['e-mail', 'push'],
          feeling: 0.5,
          optional: true,
          action: ['Reads the first message', 'Legge il primo messaggio', 'Lê a primeira mensagem'],
        },
      ],
    },
    {
      id: 'try',
      name: ['Try', 'Provare', 'Experimentar'],
      steps: [
        {
          id: 'first-look',
          name: ['Looks around', 'Si guarda intorno', 'Dá uma olhada'],
          events: ['Screen Viewed', 'Page Viewed', 'Product Viewed'],
          touchpoints: ['app', 'page', 'product-page'],
          feeling: 0.2,
          action: ['Tries what there is', 'Prova quello che c’è', 'Experimenta o que há'],
          pain: ['Does not know where to begin', 'Non sa da dove iniziare', 'Não sabe por onde começar'],
          opportunity: ['One first thing to do', 'Una sola prima cosa da fare', 'Uma única primeira tarefa'],
        },
        {
          id: 'asks',
          name: ['Asks for help', 'Chiede aiuto', 'Pede ajuda'],
          events: ['Live Chat Conversation Started', 'Ticket Opened', 'WhatsApp Message Received'],
          touchpoints: ['live-chat', 'support-ticket', 'whatsapp'],
          feeling: -0.4,
          optional: true,
          action: ['Writes to somebody', 'Scrive a qualcuno', 'Escreve para alguém'],
        },
      ],
    },
    {
      id: 'gain',
      name: ['Gain', 'Trarne vantaggio', 'Ganhar'],
      steps: [
        {
          id: 'first-success',
          name: ['Succeeds for the first time', 'Riesce la prima volta', 'Consegue pela primeira vez'],
          events: ['Order Completed', 'Subscription Started'],
          touchpoints: ['order-completed'],
          feeling: 1.2,
          action: ['Gets what they came for', 'Ottiene ciò per cui è venuto', 'Consegue o que buscava'],
        },
        {
          id: 'says',
          name: ['Says how it was', 'Dice com’è andata', 'Diz como foi'],
          events: ['Survey Answered', 'Product Reviewed'],
          touchpoints: ['survey', 'review'],
          feeling: 0.8,
          optional: true,
          action: ['Answers or reviews', 'Risponde o recensisce', 'Responde ou avalia'],
        },
      ],
    },
  ],
}
