import type { Template } from './template.ts'

export const serviceRequest: Template = {
  id: 'service-request',
  name: ['Service request', 'Richiesta di assistenza', 'Pedido de atendimento'],
  description: [
    'Something is wrong: from asking to having it solved.',
    'Qualcosa non va: dalla richiesta alla soluzione.',
    'Algo deu errado: do pedido à solução.',
  ],
  stages: [
    {
      id: 'notice',
      name: ['Notice', 'Accorgersi', 'Perceber'],
      steps: [
        {
          id: 'trouble',
          name: ['Has trouble', 'Ha un problema', 'Tem um problema'],
          events: ['Payment Declined', 'Shipment Delayed', 'Shipment Failed'],
          touchpoints: ['payment', 'delivery'],
          feeling: -1,
          optional: true,
          action: [
            'Notices that something is wrong',
            'Si accorge che qualcosa non va',
            'Percebe que algo deu errado',
          ],
        },
      ],
    },
    {
      id: 'ask',
      name: ['Ask', 'Chiedere', 'Pedir'],
      steps: [
        {
          id: 'asks',
          name: ['Asks for help', 'Chiede aiuto', 'Pede ajuda'],
          events: [
            'Ticket Opened',
            'Live Chat Conversation Started',
            'WhatsApp Message Received',
            'Call Started',
          ],
          touchpoints: ['support-ticket', 'live-chat', 'whatsapp', 'call-centre'],
          feeling: -0.5,
          action: ['Describes the trouble', 'Descrive il problema', 'Descreve o problema'],
          pain: ['Tells the story twice', 'Racconta tutto due volte', 'Conta a história duas vezes'],
          opportunity: [
            'Hand over with the history',
            'Passare il caso con la storia',
            'Passar o caso com o histórico',
          ],
        },
        {
          id: 'answered',
          name: ['Gets an answer', 'Riceve una risposta', 'Recebe uma resposta'],
          events: ['Ticket Replied', 'Message Sent', 'WhatsApp Message Sent'],
          touchpoints: ['support-ticket', 'whatsapp'],
          feeling: 0.2,
          optional: true,
          action: ['Reads what to do', 'Legge cosa fare', 'Lê o que fazer'],
          pain: ['Waits too long', 'Aspetta troppo', 'Espera demais'],
        },
      ],
    },
    {
      id: 'solve',
      name: ['Solve', 'Risolvere', 'Resolver'],
      steps: [
        {
          id: 'solved',
          name: ['Has it solved', 'Ottiene la soluzione', 'Tem a solução'],
          events: ['Ticket Solved', 'Live Chat Conversation Ended', 'Call Ended'],
          touchpoints: ['support-ticket', 'live-chat', 'call-centre'],
          feeling: 0.8,
          action: ['Sees that it works', 'Vede che funziona', 'Vê que funciona'],
        },
        {
          id: 'again',
          name: ['Has to ask again', 'Deve chiedere di nuovo', 'Precisa pedir de novo'],
          events: ['Ticket Reopened'],
          touchpoints: ['support-ticket'],
          feeling: -1.2,
          optional: true,
          action: ['Opens it again', 'Riapre la richiesta', 'Reabre o pedido'],
        },
      ],
    },
    {
      id: 'look-back',
      name: ['Look back', 'Ripensarci', 'Avaliar'],
      steps: [
        {
          id: 'rates',
          name: ['Says how it was', 'Dice com’è andata', 'Diz como foi'],
          events: ['Survey Answered'],
          touchpoints: ['survey'],
          feeling: 0.3,
          optional: true,
          action: ['Answers a survey', 'Risponde a un questionario', 'Responde a uma pesquisa'],
        },
      ],
    },
  ],
}
