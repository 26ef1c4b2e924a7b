import type { Language } from '@teia/contracts'
import type { Letter } from '../mail/index.ts'

type Words = {
  title: (who: string, map: string) => string
  text: (who: string, map: string, workspace: string) => string
  action: string
  footer: string
}
const words: Record<Language, Words> = {
  en: {
    title: (who, map) => `${who} mentioned you on “${map}”`,
    text: (who, map, workspace) => `${who} wrote on the map “${map}” of ${workspace}:`,
    action: 'Read it on the map',
    footer: 'This letter came because you were mentioned in a comment.',
  },
  it: {
    title: (who, map) => `${who} ti ha menzionato su «${map}»`,
    text: (who, map, workspace) => `${who} ha scritto sulla mappa «${map}» di ${workspace}:`,
    action: 'Leggi sulla mappa',
    footer: 'Questa lettera è arrivata perché sei stato menzionato in un commento.',
  },
  'pt-BR': {
    title: (who, map) => `${who} mencionou você em “${map}”`,
    text: (who, map, workspace) => `${who} escreveu no mapa “${map}” de ${workspace}:`,
    action: 'Ler no mapa',
    footer: 'Esta carta veio porque você foi mencionado em um comentário.',
  },
}

/** Tells somebody that they were mentioned in a comment of a map, with what was said, in the language of the workspace. */
export function mentionLetter(about: {
  workspace: { name: string; language: Language }
  map: string
  who: string
  text: string
  url: string
}): Letter {
  const { workspace, map, who, text, url } = about
  const { title, action, footer, ...said } = words[workspace.language]
  return {
    language: workspace.language,
    title: title(who, map),
    paragraphs: [said.text(who, map, workspace.name), text],
    action: { label: action, url },
    footer,
  }
}
