import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Advice } from '@teia/contracts'
import { useText } from '../i18n/text.tsx'
import { type SearchChange, searchOf } from '../lib/advice.ts'
import { Button } from './button.tsx'

/** What to ask instead of what was too much: sentences, with a button where the address can follow. */
export function AdviceList({ advice }: { advice: readonly Advice[] }) {
  const { t, told } = useText()
  const navigate = useNavigate()
  const search: Record<string, unknown> = useSearch({ strict: false })
  // What the address does not hold cannot be taken out of it.
  const isFor = (change: NonNullable<SearchChange>) =>
    Object.entries(change).some(([name, value]) => search[name] !== value)
  const follow = (change: NonNullable<SearchChange>) =>
    void navigate({
      to: '.',
      search: (was: Record<string, unknown>) => ({ ...was, ...change }),
      resetScroll: false,
    } as Parameters<typeof navigate>[0])
  return (
    <div className="advice">
      <p className="strong">{t('common.adviceTitle')}</p>
      <ul>
        {advice.map(({ fault, question }) => {
          const change = searchOf({ fault, question })
          const words = told([fault], fault.code)
          return (
            <li key={fault.code}>
              {change && isFor(change) ? (
                <Button onClick={() => follow(change)}>{words}</Button>
              ) : (
                <span>{words}</span>
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
