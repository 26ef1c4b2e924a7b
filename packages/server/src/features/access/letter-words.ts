import type { Language, Role } from '@teia/contracts'

type Words = {
  roles: Record<Role, string>
  invitation: {
    title: (workspace: string) => string
    text: (invitedBy: string, workspace: string, role: string) => string
    until: (day: string) => string
    action: string
    footer: string
  }
  passwordReset: { title: string; text: string; once: string; action: string; footer: string }
  emailChange: {
    title: string
    text: (address: string) => string
    once: string
    action: string
    footer: string
  }
  emailChanged: { title: string; text: (address: string) => string; help: string; footer: string }
}

const en: Words = {
  roles: {
    owner: 'owner',
    admin: 'admin',
    editor: 'editor',
    analyst: 'analyst',
    agent: 'agent',
    viewer: 'viewer',
  },
  invitation: {
    title: (workspace) => `Invitation to ${workspace}`,
    text: (invitedBy, workspace, role) =>
      `${invitedBy} invites you to work in ${workspace} on Teia. Your role: ${role}.`,
    until: (day) => `The invitation can be accepted once, until ${day}.`,
    action: 'Accept the invitation',
    footer: 'If you did not expect this, you can ignore this letter: nothing happens without you.',
  },
  passwordReset: {
    title: 'A new password for Teia',
    text: 'Somebody, probably you, asked for a new password for your account.',
    once: 'The link works once, for one hour. It ends all sessions that are open.',
    action: 'Choose a new password',
    footer: 'If you did not ask for it, you can ignore this letter: your password stays as it is.',
  },
  emailChange: {
    title: 'Confirm your e-mail address',
    text: (address) => `From now on you want to sign in to Teia as ${address}.`,
    once: 'The link works once, for one hour. Until then your old address holds.',
    action: 'Confirm the address',
    footer: 'If you did not ask for it, you can ignore this letter: nothing changes.',
  },
  emailChanged: {
    title: 'Your e-mail address was changed',
    text: (address) => `Your account on Teia now belongs to the address ${address}.`,
    help: 'If this was not you, tell an owner of your workspace at once.',
    footer: 'This letter went to your old address for safety.',
  },
}

const ptBr: Words = {
  roles: {
    owner: 'dono',
    admin: 'administrador',
    editor: 'editor',
    analyst: 'analista',
    agent: 'atendente',
    viewer: 'leitor',
  },
  invitation: {
    title: (workspace) => `Convite para ${workspace}`,
    text: (invitedBy, workspace, role) =>
      `${invitedBy} convida você para trabalhar em ${workspace} na Teia. Seu papel: ${role}.`,
    until: (day) => `O convite pode ser aceito uma vez, até ${day}.`,
    action: 'Aceitar o convite',
    footer: 'Se você não esperava por isto, pode ignorar esta mensagem: nada acontece sem você.',
  },
  passwordReset: {
    title: 'Uma nova senha para a Teia',
    text: 'Alguém, provavelmente você, pediu uma nova senha para a sua conta.',
    once: 'O link vale uma vez, por uma hora. Ele encerra todas as sessões abertas.',
    action: 'Escolher uma nova senha',
    footer: 'Se você não pediu isto, pode ignorar esta mensagem: sua senha continua a mesma.',
  },
  emailChange: {
    title: 'Confirme seu endereço de e-mail',
    text: (address) => `A partir de agora você quer entrar na Teia como ${address}.`,
    once: 'O link vale uma vez, por uma hora. Até lá vale o endereço antigo.',
    action: 'Confirmar o endereço',
    footer: 'Se você não pediu isto, pode ignorar esta mensagem: nada muda.',
  },
  emailChanged: {
    title: 'Seu endereço de e-mail foi alterado',
    text: (address) => `Sua conta na Teia agora pertence ao endereço ${address}.`,
    help: 'Se não foi você, avise já um dono do seu espaço de trabalho.',
    footer: 'Esta mensagem foi enviada ao seu endereço antigo por segurança.',
  },
}

const it: Words = {
  roles: {
    owner: 'proprietario',
    admin: 'amministratore',
    editor: 'redattore',
    analyst: 'analista',
    agent: 'operatore',
    viewer: 'lettore',
  },
  invitation: {
    title: (workspace) => `Invito a ${workspace}`,
    text: (invitedBy, workspace, role) =>
      `${invitedBy} ti invita a lavorare in ${workspace} su Teia. Il tuo ruolo: ${role}.`,
    until: (day) => `L’invito può essere accettato una volta, fino al ${day}.`,
    action: 'Accetta l’invito',
    footer: 'Se non te lo aspettavi, puoi ignorare questo messaggio: senza di te non succede nulla.',
  },
  passwordReset: {
    title: 'Una nuova password per Teia',
    text: 'Qualcuno, probabilmente tu, ha chiesto una nuova password per il tuo account.',
    once: 'Il link vale una volta, per un’ora. Chiude tutte le sessioni aperte.',
    action: 'Scegli una nuova password',
    footer: 'Se non l’hai chiesto tu, puoi ignorare questo messaggio: la password resta com’è.',
  },
  emailChange: {
    title: 'Conferma il tuo indirizzo e-mail',
    text: (address) => `D’ora in poi vuoi accedere a Teia come ${address}.`,
    once: 'Il link vale una volta, per un’ora. Fino ad allora vale l’indirizzo precedente.',
    action: 'Conferma l’indirizzo',
    footer: 'Se non l’hai chiesto tu, puoi ignorare questo messaggio: non cambia nulla.',
  },
  emailChanged: {
    title: 'Il tuo indirizzo e-mail è stato cambiato',
    text: (address) => `Il tuo account su Teia ora appartiene all’indirizzo ${address}.`,
    help: 'Se non sei stato tu, avvisa subito un proprietario del tuo spazio di lavoro.',
    footer: 'Questo messaggio è arrivato al tuo vecchio indirizzo per sicurezza.',
  },
}

/** The words of the letters that access sends, in each language of the product. */
export const letterWords: Record<Language, Words> = { en, 'pt-BR': ptBr, it }
