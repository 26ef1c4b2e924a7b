import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react'
import { useText } from '../i18n/text.tsx'
import { IconButton } from './button.tsx'
import { Icon } from './icons.tsx'

type Tone = 'good' | 'bad'
type Toast = { id: number; tone: Tone; message: string }
type Say = (message: string, tone?: Tone) => void
const ToastContext = createContext<Say>(() => {})
const STAYS_MS = 6000

/** One line about what was just done. A fault stays until it is closed. */
export function ToastView({ tone, message, onClose }: { tone: Tone; message: string; onClose: () => void }) {
  const { t } = useText()
  return (
    <div className="toast">
      <span className={`${tone}-text`}>
        <Icon name={tone} />
      </span>
      <span className="grow">{message}</span>
      <IconButton icon="close" label={t('common.close')} onClick={onClose} />
    </div>
  )
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([])
  const next = useRef(1)
  const close = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), [])
  const say = useMemo<Say>(
    () =>
      (message, tone = 'good') => {
        const id = next.current++
        setToasts((all) => [...all.slice(-2), { id, tone, message }])
        if (tone === 'good') setTimeout(() => close(id), STAYS_MS)
      },
    [close],
  )
  return (
    <ToastContext value={say}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {toasts.map((toast) => (
          <ToastView
            key={toast.id}
            tone={toast.tone}
            message={toast.message}
            onClose={() => close(toast.id)}
          />
        ))}
      </div>
    </ToastContext>
  )
}

/** Says one line at the foot of the window. */
export const useToast = () => useContext(ToastContext)
