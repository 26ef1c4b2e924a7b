import type { Language, Role, Workspace } from '@teia/contracts'
import type { Letter } from '../mail/index.ts'
import { letterWords } from './letter-words.ts'

/** Asks somebody to join, in the language of the workspace; the day is told in its time zone. */
export function invitationLetter(about: {
  workspace: Pick<Workspace, 'name' | 'language' | 'timeZone'>
  role: Role
  invitedBy: string
  until: Date
  url: string
}): Letter {
  const { name, language, timeZone } = about.workspace
  const words = letterWords[language]
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone }).format(about.until)
  return {
    language,
    title: words.invitation.title(name),
    paragraphs: [
      words.invitation.text(about.invitedBy, name, words.roles[about.role]),
      words.invitation.until(day),
    ],
    action: { label: words.invitation.action, url: about.url },
    footer: words.invitation.footer,
  }
}

/** Lets somebody who forgot the password choose another. */
export function passwordResetLetter(language: Language, url: string): Letter {
  const { title, text, once, action, footer } = letterWords[language].passwordReset
  return { language, title, paragraphs: [text, once], action: { label: action, url }, footer }
}

/** Proves that the new address of an account is read by its owner. */
export function emailChangeLetter(language: Language, address: string, url: string): Letter {
  const { title, text, once, action, footer } = letterWords[language].emailChange
  return { language, title, paragraphs: [text(address), once], action: { label: action, url }, footer }
}

/** Warns the old address. */
export function emailChangedLetter(language: Language, address: string): Letter {
  const { title, text, help, footer } = letterWords[language].emailChanged
  return { language, title, paragraphs: [text(address), help], footer }
}
