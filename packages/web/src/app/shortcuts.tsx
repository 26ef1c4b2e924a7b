import type { ReactNode } from 'react'
import { useText } from '../i18n/text.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { usePlaces } from './use-places.ts'

function Line({ keys, children }: { keys: readonly string[]; children: ReactNode }) {
  return (
    <li>
      <span className="grow">{children}</span>
      <span className="buttons">
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </span>
    </li>
  )
}

/** Every key that works on every page. */
export function Shortcuts({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const places = usePlaces()
  return (
    <Dialog title={t('shell.shortcuts')} onClose={onClose}>
      <ul className="rows">
        <Line keys={['Ctrl', 'K']}>{t('shell.keyFind')}</Line>
        <Line keys={['?']}>{t('shell.keyHelp')}</Line>
        {places.map(([key, , name]) => (
          <Line key={key} keys={['g', key]}>
            {t('shell.keyGo', { name: t(name) })}
          </Line>
        ))}
        <Line keys={['↑', '↓']}>{t('shell.keyRows')}</Line>
        <Line keys={['Enter']}>{t('shell.keyOpenRow')}</Line>
        <Line keys={['Shift', 'F10']}>{t('shell.keyMenu')}</Line>
      </ul>
    </Dialog>
  )
}
