import { useText } from '../i18n/text.tsx'

const ANONYMOUS = 'anonymous · '

/** What to call a person here: someone unknown is called so in the language of the interface. */
export function usePersonName() {
  const { t } = useText()
  return (name: string) =>
    name.startsWith(ANONYMOUS) ? `${t('people.someone')} · ${name.slice(ANONYMOUS.length)}` : name
}
