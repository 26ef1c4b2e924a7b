import { Link } from '@tanstack/react-router'
import { useText } from '../i18n/text.tsx'
import { useMay } from './use-session.ts'

/** The one action that fills an empty page, for who may see sources. */
export function ConnectSource({ primary = false }: { primary?: boolean }) {
  const { t } = useText()
  const may = useMay()
  if (!may('sources:read')) return null
  return (
    <Link className={primary ? 'button primary' : 'button'} to="/sources">
      {t('pulse.emptyAction')}
    </Link>
  )
}
