import { useQuery, useQueryClient } from '@tanstack/react-query'
import {
  IdentityRules,
  IdentityRulesPreview,
  type IdentityRulesView,
  type IdentityWork,
} from '@teia/contracts'
import { useState } from 'react'
import type { z } from 'zod'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { ask, put, send } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { AnswerPage } from '../../ui/list-page.tsx'
import { SaveForm } from '../../ui/save-form.tsx'
import { useToast } from '../../ui/toast.tsx'
import { WorkProgress } from '../../ui/work-progress.tsx'
import { rulesQuery } from './identity-queries.ts'
import { KindTable } from './kind-table.tsx'
import { BlockedFields, ReadingFields } from './rules-fields.tsx'
import type { RulesForm } from './rules-form.ts'

const formOf = ({ version, kinds, externalTypes, blocked, defaultCountry, email }: IdentityRulesView) => ({
  version,
  kinds,
  externalTypes,
  blocked,
  defaultCountry,
  email,
})

function Editor({ rules, locked }: { rules: IdentityRulesView; locked: boolean }) {
  const { t } = useText()
  const client = useQueryClient()
  const say = useToast()
  const [form, setForm] = useState<RulesForm>(formOf(rules))
  const [moves, setMoves] = useState<Moves | null>(null)
  const save = async () => {
    const saved = await put(IdentityRules, '/identity/rules', { body: form })
    client.setQueryData(rulesQuery.queryKey, saved)
    setForm(formOf(saved))
  }
  /** Says first what the change would make of the people there are. */
  const submit = async () => {
    const found = await ask(IdentityRulesPreview, '/identity/rules/preview', form)
    const isAsked = found.isTooLarge || found.joining + found.parting > 0
    if (isAsked) setMoves(found)
    else await save()
    return isAsked ? 'asked' : 'saved'
  }
  const saveAndSay = async () => {
    await save()
    say(t('common.saved'))
  }
  return (
    <>
      <SaveForm className="rules-form" locked={locked} onSave={submit}>
        <KindTable form={form} locked={locked} onChange={setForm} />
        <BlockedFields form={form} onChange={setForm} />
        <ReadingFields form={form} onChange={setForm} />
      </SaveForm>
      {moves && <MovesDialog moves={moves} onSave={saveAndSay} onClose={() => setMoves(null)} />}
    </>
  )
}

type Moves = z.infer<typeof IdentityRulesPreview>

/** How many people would join or part, before it is done. */
function MovesDialog({
  moves,
  onSave,
  onClose,
}: {
  moves: Moves
  onSave: () => Promise<void>
  onClose: () => void
}) {
  const { t, format } = useText()
  return (
    <ConfirmDialog
      title={t('identity.movesTitle')}
      verb={t('common.save')}
      verbKind="primary"
      onConfirm={onSave}
      onClose={onClose}
    >
      {moves.isTooLarge
        ? t('identity.movesTooLarge')
        : [
            t('identity.movesJoining', { n: moves.joining }),
            t('identity.movesParting', { n: moves.parting }),
            t('identity.movesPeople', {
              before: format.whole(moves.before),
              after: format.whole(moves.after),
            }),
          ].join(' ')}
    </ConfirmDialog>
  )
}

/** Reading events again has to come to its end: people made half by the old reading would be of no rule. */
function Rereading({ work }: { work: IdentityWork }) {
  const { t } = useText()
  if (work.state !== 'running') return null
  return (
    <WorkProgress
      work={work}
      label={t('identity.rereading')}
      noteOf={(counts) => t('identity.rereadingProgress', counts)}
    />
  )
}

function Applying({ rules }: { rules: IdentityRulesView }) {
  const { t } = useText()
  const may = useMay()
  const client = useQueryClient()
  const { work } = rules
  if (work.state !== 'running') return null
  const stop = () =>
    void send('POST', '/identity/rules/cancel').then(() =>
      client.invalidateQueries({ queryKey: rulesQuery.queryKey }),
    )
  return (
    <WorkProgress
      work={work}
      label={t('identity.applying')}
      noteOf={(counts) => t('identity.searchProgress', counts)}
    >
      {may('workspace:write') && <Button onClick={stop}>{t('identity.cancelWork')}</Button>}
    </WorkProgress>
  )
}

/** How identifiers make people: what joins, how many a person may have, what identifies nobody. */
export function RulesPage() {
  const { t } = useText()
  const may = useMay()
  const query = useQuery(rulesQuery)
  const locked = !may('workspace:write')
  return (
    <AnswerPage
      title={t('identity.rulesTitle')}
      deck={t(locked ? 'identity.rulesLocked' : 'identity.rulesDeck')}
      query={query}
      rows={8}
    >
      {(rules) => (
        <>
          <Rereading work={rules.reading} />
          <Applying rules={rules} />
          <Editor key={rules.version} rules={rules} locked={locked} />
        </>
      )}
    </AnswerPage>
  )
}
