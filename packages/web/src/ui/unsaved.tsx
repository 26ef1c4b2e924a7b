import { useBlocker } from '@tanstack/react-router'
import { useText } from '../i18n/text.tsx'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

/** Asks before a page with something unsaved is left, by a link or by closing the window. */
export function Unsaved({ isUnsaved }: { isUnsaved: () => boolean }) {
  const { t } = useText()
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && isUnsaved(),
    enableBeforeUnload: isUnsaved,
    withResolver: true,
  })
  if (blocker.status !== 'blocked') return null
  return (
    <Dialog title={t('segments.leaveTitle')} onClose={blocker.reset}>
      <p className="quiet">{t('segments.leaveText')}</p>
      <div className="buttons end">
        <Button onClick={blocker.reset}>{t('common.cancel')}</Button>
        <Button kind="danger" onClick={blocker.proceed}>
          {t('segments.leaveVerb')}
        </Button>
      </div>
    </Dialog>
  )
}
