import { useText } from '../i18n/text.tsx'
import { useToast } from './toast.tsx'

/** Puts text on the clipboard and says so. */
export function useCopy() {
  const say = useToast()
  const { t } = useText()
  return (text: string) =>
    navigator.clipboard.writeText(text).then(
      () => say(t('common.copied')),
      () => say(t('common.notCopied'), 'bad'),
    )
}
