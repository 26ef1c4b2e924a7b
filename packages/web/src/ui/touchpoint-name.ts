import { useCallback } from 'react'
import { useText } from '../i18n/text.tsx'

/**
 * What to call a touchpoint here: one of the starter catalogue in the language of the interface, one that the workspace
 * named itself as it was named. An event that no touchpoint fits has none.
 */
export function useTouchpointName() {
  const { maybe } = useText()
  return useCallback((name: string) => (name === '' ? '–' : maybe(`touchpointNames.${name}`, name)), [maybe])
}
