import type { AttributionAnswer, Spend } from '@teia/contracts'
import { useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { PanelSection, SidePanel } from '../../ui/side-panel.tsx'
import { useToast } from '../../ui/toast.tsx'
import { useChannelLabel } from './attribution-facts.ts'
import { useByChoices } from './by-choices.ts'
import { SpendForm } from './spend-form.tsx'
import { type SpendPlace, useSpend, useSpendChanges } from './spend-queries.ts'
import { SpendUpload } from './spend-upload.tsx'

type Changes = ReturnType<typeof useSpendChanges>

function Entry(props: {
  entry: Spend
  name: string
  mayWrite: boolean
  onEdit: () => void
  changes: Changes
}) {
  const { t, format, words } = useText()
  const say = useToast()
  const { entry, name } = props
  const amount =
    entry.currency === format.currency
      ? format.money(entry.amount)
      : `${entry.currency} ${format.numbers.format(entry.amount)}`
  const what = `${format.dayYear(entry.day)}, ${name}`
  const remove = async () => {
    try {
      await props.changes.removeOne(entry)
    } catch (fault) {
      say(words(fault), 'bad')
    }
  }
  return (
    <li>
      <span className="note">{format.dayShort(entry.day)}</span>
      <span className="grow" title={name}>
        {name}
      </span>
      <span className="amount">{amount}</span>
      {props.mayWrite && (
        <>
          <IconButton icon="edit" label={`${t('attribution.change')}: ${what}`} onClick={props.onEdit} />
          <IconButton
            icon="close"
            label={`${t('attribution.remove')}: ${what}`}
            onClick={() => void remove()}
          />
        </>
      )}
    </li>
  )
}

function Entries(props: {
  place: SpendPlace
  options: { value: string; label: string }[]
  mayWrite: boolean
  changes: Changes
  query: ReturnType<typeof useSpend>
}) {
  const { t, format } = useText()
  const labelOf = useChannelLabel(props.place.by)
  const [open, setOpen] = useState<Spend | 'new' | null>(null)
  const [isRemoving, setRemoving] = useState(false)
  const { query, mayWrite, changes, place } = props
  const byName = useByChoices().find(({ value }) => value === place.by)?.label ?? place.by
  if (query.error) return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return <Skeleton rows={4} />
  const entries = query.data.pages.flatMap(({ items }) => items)
  const form = (
    <SpendForm
      line={open === 'new' ? null : open}
      day={place.to}
      options={props.options}
      onKeep={changes.write}
      onEnd={() => setOpen(null)}
    />
  )
  return (
    <PanelSection title={t('attribution.entries')} note={t('attribution.period')}>
      {entries.length === 0 && <p className="note">{t('attribution.spendNone')}</p>}
      <ul className="rows spend-rows panel-scroll">
        {entries.map((entry) =>
          entry === open ? (
            <li key={`${entry.day} ${entry.channel}`} className="open">
              {form}
            </li>
          ) : (
            <Entry
              key={`${entry.day} ${entry.channel}`}
              {...{ entry, mayWrite, changes }}
              name={labelOf(entry.channel)}
              onEdit={() => setOpen(entry)}
            />
          ),
        )}
      </ul>
      {open === 'new' && form}
      <div className="buttons" style={{ marginTop: 8 }}>
        {query.hasNextPage && (
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('common.moreOf')}
          </Button>
        )}
        {mayWrite && open === null && <Button onClick={() => setOpen('new')}>{t('attribution.add')}</Button>}
        {mayWrite && entries.length > 0 && (
          <Button kind="danger" onClick={() => setRemoving(true)}>
            {t('attribution.removeAll')}
          </Button>
        )}
      </div>
      {isRemoving && (
        <ConfirmDialog
          title={t('attribution.removeTitle')}
          verb={t('common.remove')}
          onConfirm={changes.removeAll}
          onClose={() => setRemoving(false)}
        >
          {t('attribution.removeText', {
            by: byName,
            from: format.dayYear(place.from),
            to: format.dayYear(place.to),
          })}
        </ConfirmDialog>
      )}
    </PanelSection>
  )
}

/** What was spent on the channels of the question in its days: a file of it, line by line, and what it lacks. */
export function SpendPanel(props: { place: SpendPlace; answer: AttributionAnswer; onClose: () => void }) {
  const { t, format } = useText()
  const mayWrite = useMay()('touchpoints:write')
  const labelOf = useChannelLabel(props.place.by)
  const changes = useSpendChanges(props.place)
  const query = useSpend(props.place)
  const options = props.answer.channels.map(({ channel }) => ({ value: channel, label: labelOf(channel) }))
  const isSome = (query.data?.pages[0]?.items.length ?? 0) > 0
  return (
    <SidePanel
      kind={t('attribution.spend')}
      title={t('attribution.spendTitle')}
      label={t('attribution.spendTitle')}
      onClose={props.onClose}
    >
      <section>
        <p className="note">{t('attribution.spendText', { currency: format.currency })}</p>
        <SpendUpload {...{ changes, mayWrite, isSome }} />
      </section>
      <Entries {...{ query, mayWrite, changes, options }} place={props.place} />
    </SidePanel>
  )
}
