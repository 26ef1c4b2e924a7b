import { EitherPlace } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { matcherText } from './matcher-text.ts'
import { useTouchpointOfId } from './part-name.ts'

/** What a field of a part holds, in a few words. */
export function useValueWords() {
  const { t, format } = useText()
  const touchpointOfId = useTouchpointOfId()
  return (field: string, value: unknown): string => {
    if (value === undefined || value === null || value === '') return '–'
    if (typeof value === 'boolean') return t(value ? 'maps.yes' : 'maps.no')
    if (typeof value === 'number') return format.signed(value, 1)
    if (field === 'touchpoint' && typeof value === 'string') return touchpointOfId(value)
    if (field === 'matcher') {
      const matcher = EitherPlace.safeParse(value).data
      if (matcher) return matcherText(matcher).join(' ')
    }
    return typeof value === 'string' ? value : JSON.stringify(value)
  }
}
