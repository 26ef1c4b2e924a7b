import { Link, useRouter } from '@tanstack/react-router'
import { useText } from '../i18n/text.tsx'
import { EmptyState, ErrorNotice } from '../ui/notices.tsx'

/** No page at this address. */
export function NotFound() {
  const { t } = useText()
  return (
    <div className="alone">
      <EmptyState
        title={t('errors.noPage')}
        action={
          <Link className="button" to="/">
            {t('errors.toPulse')}
          </Link>
        }
      >
        {t('errors.noPageHelp')}
      </EmptyState>
    </div>
  )
}

/** A page that broke: what happened, and a way to go on. */
export function PageError({ error, reset }: { error: unknown; reset: () => void }) {
  const router = useRouter()
  const retry = () => {
    reset()
    void router.invalidate()
  }
  return (
    <div className="alone">
      <ErrorNotice error={error} onRetry={retry} />
    </div>
  )
}
