import { type ExportForm, exportForms } from '@teia/contracts'
import { useState } from 'react'
import { useSession } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { todayIn } from '../../lib/periods.ts'
import { PageHeader, Section } from '../../ui/page-header.tsx'

function FormPick({ value, onChange }: { value: ExportForm; onChange: (form: ExportForm) => void }) {
  const { t } = useText()
  return (
    <fieldset className="bare">
      <legend>{t('exports.form')}</legend>
      <div className="kinds">
        {exportForms.map((form) => (
          <label key={form}>
            <input
              type="radio"
              name="form"
              value={form}
              checked={form === value}
              onChange={() => onChange(form)}
            />
            <b>{t(`exports.form_${form}`)}</b>
            <span className="hint">{t(`exports.for_${form}`)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

type Days = { from: string; to: string }

function SpanPick({ days, onChange }: { days: Days | null; onChange: (days: Days | null) => void }) {
  const { t, format } = useText()
  const today = todayIn(format.timeZone)
  return (
    <fieldset className="bare">
      <legend>{t('filters.period')}</legend>
      <div className="choice-rows">
        <label>
          <input type="radio" name="span" checked={days === null} onChange={() => onChange(null)} />
          <span>{t('exports.always')}</span>
        </label>
        <label>
          <input
            type="radio"
            name="span"
            checked={days !== null}
            onChange={() => onChange({ from: `${today.slice(0, 8)}01`, to: today })}
          />
          <span>{t('exports.span')}</span>
        </label>
      </div>
      {days && (
        <>
          <div className="form-pair">
            {(['from', 'to'] as const).map((edge) => (
              <label className="field" key={edge}>
                <span>{t(`exports.${edge}`)}</span>
                <input
                  type="date"
                  className="input"
                  value={days[edge]}
                  min="1970-01-01"
                  max="2199-12-31"
                  required
                  onChange={(event) => onChange({ ...days, [edge]: event.target.value })}
                />
              </label>
            ))}
          </div>
          <p className="hint">{t('filters.timeZone', { zone: format.timeZone })}</p>
        </>
      )}
    </fieldset>
  )
}

/** Takes what a workspace holds away as one file, which the browser writes as it comes. */
export function ExportPage() {
  const { t } = useText()
  const { workspace } = useSession()
  const [form, setForm] = useState<ExportForm>('ndjson')
  const [days, setDays] = useState<Days | null>(null)
  const isSound = days === null || (days.from !== '' && days.to !== '' && days.from <= days.to)
  const query = new URLSearchParams({ form, workspace: workspace.id, ...days })
  const isAll = form === 'ndjson' && days === null
  return (
    <>
      <PageHeader title={t('shell.export')} deck={t('exports.deck')} />
      <div className="below-head export">
        <div className="form">
          <FormPick value={form} onChange={setForm} />
          <SpanPick days={days} onChange={setDays} />
          {!isSound && (
            <p className="bad-text" role="alert">
              {t('exports.wrongSpan')}
            </p>
          )}
          <div className="buttons">
            {isSound ? (
              <a className="button primary" href={`/api/v1/export?${query}`} download>
                {t('exports.download')}
              </a>
            ) : (
              <button type="button" className="button primary" disabled>
                {t('exports.download')}
              </button>
            )}
          </div>
        </div>
        <Section title={t('exports.holds')} note={t(isAll ? 'exports.holdsAll' : 'exports.holdsEvents')}>
          <ul>
            {(isAll ? everything : events).map((part) => (
              <li key={part}>{t(`exports.part_${part}`)}</li>
            ))}
          </ul>
          {isAll && <p className="hint">{t('exports.backAgain')}</p>}
          <p className="hint">{t('exports.never')}</p>
        </Section>
      </div>
    </>
  )
}

const events = ['events'] as const
const everything = ['events', 'touchpoints', 'identity', 'staff', 'plans'] as const
