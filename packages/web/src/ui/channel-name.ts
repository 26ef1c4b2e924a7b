import { useCallback } from 'react'
import { useText } from '../i18n/text.tsx'

/** The name of a channel in the language of the interface. */
export function useChannelName() {
  const { maybe } = useText()
  return useCallback((channel: string) => maybe(`channels.${channel}`, channel), [maybe])
}
