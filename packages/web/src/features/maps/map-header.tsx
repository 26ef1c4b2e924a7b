import { Link } from '@tanstack/react-router'
import { type JourneyMap, type MapDocument, measuredSteps } from '@teia/contracts'
import { type ReactNode, useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { Button, Switch } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { AboutDialog } from './about-dialog.tsx'
import { drawingOf } from './map-facts.ts'
import type { MapSearch } from './maps-search.ts'
import type { MapEditing } from './use-map-editing.ts'

type Props = {
  map: JourneyMap
  document: MapDocument
  search: MapSearch
  isEditing: boolean
  editing: MapEditing
  deck: ReactNode
  onChange: (change: MapSearch) => void
}

/** Keep or drop what was changed. */
function EditActions({ editing, onChange, document }: Props) {
  const { t } = useText()
  const [isAsked, setAsked] = useState(false)
  const [isAbout, setAbout] = useState(false)
  const leave = () => onChange({ edit: undefined })
  const save = async () => {
    if (await editing.save()) leave()
  }
  return (
    <>
      <Button icon="edit" onClick={() => setAbout(true)}>
        {t('maps.about')}
      </Button>
      <Button onClick={() => (editing.isChanged ? setAsked(true) : leave())}>{t('common.cancel')}</Button>
      <Button kind="primary" busy={editing.busy} onClick={() => (editing.isChanged ? void save() : leave())}>
        {t(editing.isChanged ? 'maps.save' : 'maps.done')}
      </Button>
      {isAbout && <AboutDialog document={document} run={editing.run} onClose={() => setAbout(false)} />}
      {isAsked && (
        <ConfirmDialog
          title={t('maps.dropTitle')}
          verb={t('maps.dropVerb')}
          onConfirm={async () => {
            editing.drop()
            leave()
          }}
          onClose={() => setAsked(false)}
        >
          {t('maps.dropText')}
        </ConfirmDialog>
      )}
    </>
  )
}

/** Name, sentence, version, which drawing is shown, and the way into changing it. */
export function MapHeader(props: Props) {
  const { t, format } = useText()
  const mayWrite = useMay()('maps:write')
  const { map, document, search, isEditing, editing, onChange } = props
  const { period, from, to, filter } = search
  const state = search.state === 'toBe' && document.toBe ? 'toBe' : 'asIs'
  return (
    <>
      <PageHeader
        crumbs={
          <>
            {t('shell.journeys')} / <Link to="/maps">{t('maps.title')}</Link>
          </>
        }
        title={document.name}
        deck={props.deck}
        actions={
          <>
            <span className="note">
              {isEditing && editing.isChanged
                ? t('maps.unsaved')
                : t('maps.version', {
                    n: map.revision,
                    name: map.changedBy,
                    time: format.dayShort(map.changedAt),
                  })}
            </span>
            <Switch
              label={t('maps.state')}
              value={search.state ?? 'asIs'}
              options={[
                { value: 'asIs', label: t('maps.asIs') },
                { value: 'toBe', label: t('maps.toBe') },
                { value: 'both', label: t('maps.both') },
              ]}
              onChange={(state) => onChange({ state: state === 'asIs' ? undefined : state })}
            />
            {!isEditing && measuredSteps(drawingOf(document, state)).length > 0 && (
              <Link
                className="button"
                to="/maps/$mapId/conformance"
                params={{ mapId: map.id }}
                search={{ period, from, to, filter, ...(state === 'toBe' && { state }) }}
              >
                {t('conformance.link')}
              </Link>
            )}
            {isEditing ? (
              <EditActions {...props} />
            ) : (
              mayWrite && (
                <Button kind="primary" onClick={() => onChange({ edit: true })}>
                  {t('maps.edit')}
                </Button>
              )
            )}
          </>
        }
      />
      {isEditing && editing.isDraft && (
        <div className="notice" role="status">
          <p className="grow">{t('maps.draftFound')}</p>
          <Button onClick={editing.drop}>{t('maps.dropDraft')}</Button>
        </div>
      )}
      {editing.error !== null && !editing.conflict && <ErrorNotice error={editing.error} />}
    </>
  )
}
