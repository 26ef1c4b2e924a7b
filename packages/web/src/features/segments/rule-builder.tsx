import { segmentLimits } from '@teia/contracts'
import { useEffect, useRef } from 'react'
import { useText } from '../../i18n/text.tsx'
import { Button, IconButton, Switch } from '../../ui/button.tsx'
import { ConditionFields } from './condition-fields.tsx'
import {
  type Condition,
  type ConditionKind,
  conditionKinds,
  conditionsIn,
  faultIn,
  type Group,
  isComplete,
  isGroup,
  kindOf,
  leafOfKind,
  modes,
  type Part,
  withPart,
} from './rule-model.ts'

/** Groups within groups are offered down to here; rules that are deeper are shown as they are. */
const LEVELS = 6

type Shared = {
  newId: () => number
  /** The segment that is being edited: it cannot ask for itself. */
  own: string | undefined
  /** The part that was added last; it takes the focus. */
  added: React.RefObject<number | null>
}

function ConditionRow(props: {
  condition: Condition
  n: number
  shared: Shared
  onChange: (condition: Condition) => void
  onRemove: () => void
}) {
  const { t, told } = useText()
  const { condition, n, shared, onChange } = props
  const { id, leaf } = condition
  const kind = kindOf(leaf)
  const fault = faultIn(condition)
  const about = useRef<HTMLSelectElement>(null)
  const { added } = shared
  useEffect(() => {
    if (added.current !== id) return
    added.current = null
    about.current?.focus()
  }, [added, id])
  return (
    <li className="rule-line">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in columns with its legend */}
      <div className="rule-condition" role="group" aria-label={t('segments.condition', { n })}>
        <select
          ref={about}
          className="input rule-about"
          aria-label={t('segments.about')}
          value={kind}
          onChange={(event) => onChange({ id, leaf: leafOfKind(event.target.value as ConditionKind, leaf) })}
        >
          {conditionKinds.map((one) => (
            <option key={one} value={one}>
              {t(`segments.kind_${one}`)}
            </option>
          ))}
        </select>
        <div className="rule-fields">
          <ConditionFields leaf={leaf} own={shared.own} onChange={(next) => onChange({ id, leaf: next })} />
          {!isComplete(condition) && (
            <span className="note">{fault ? told([fault], fault.code) : t('segments.notComplete')}</span>
          )}
        </div>
      </div>
      <IconButton icon="close" label={t('segments.removeCondition', { n })} onClick={props.onRemove} />
    </li>
  )
}

function GroupBox(props: {
  group: Group
  level: number
  isFull: boolean
  shared: Shared
  onChange: (group: Group) => void
  onRemove: (() => void) | null
}) {
  const { t } = useText()
  const { group, level, isFull, shared, onChange } = props
  const more = useRef<HTMLDivElement>(null)
  const add = (part: Part) => {
    const [condition] = conditionsIn(part)
    shared.added.current = condition?.id ?? null
    onChange({ ...group, parts: [...group.parts, part] })
  }
  const fresh = (): Condition => ({ id: shared.newId(), leaf: leafOfKind('did') })
  const remove = (id: number) => {
    if (group.parts.length === 1 && props.onRemove) return props.onRemove()
    more.current?.querySelector('button')?.focus()
    onChange(withPart(group, id, null))
  }
  const replace = (part: Part) => onChange(withPart(group, part.id, part))
  return (
    <fieldset className={level === 0 ? 'rule-group root' : 'rule-group'}>
      <legend className="visually-hidden">{t('segments.group')}</legend>
      <div className="rule-head">
        <Switch
          label={t('segments.mode')}
          value={group.mode}
          options={modes.map((value) => ({ value, label: t(`segments.mode_${value}`) }))}
          onChange={(mode) => onChange({ ...group, mode })}
        />
        {props.onRemove && (
          <IconButton icon="close" label={t('segments.removeGroup')} onClick={props.onRemove} />
        )}
      </div>
      <ul className="rule-parts">
        {group.parts.map((part, at) =>
          isGroup(part) ? (
            <li key={part.id}>
              <GroupBox
                {...props}
                group={part}
                level={level + 1}
                onChange={replace}
                onRemove={() => remove(part.id)}
              />
            </li>
          ) : (
            <ConditionRow
              key={part.id}
              condition={part}
              n={at + 1}
              shared={shared}
              onChange={replace}
              onRemove={() => remove(part.id)}
            />
          ),
        )}
      </ul>
      <div className="buttons" ref={more}>
        <Button kind="link" icon="plus" disabled={isFull} onClick={() => add(fresh())}>
          {t('segments.addCondition')}
        </Button>
        {level < LEVELS && (
          <Button
            kind="link"
            icon="plus"
            disabled={isFull}
            onClick={() =>
              add({
                id: shared.newId(),
                mode: group.mode === 'any' ? 'all' : 'any',
                bare: true,
                parts: [fresh()],
              })
            }
          >
            {t('segments.addGroup')}
          </Button>
        )}
      </div>
    </fieldset>
  )
}

/** A rule as groups of conditions within groups; everything is done by keyboard as by pointer. */
export function RuleBuilder(props: {
  group: Group
  newId: () => number
  own: string | undefined
  onChange: (group: Group) => void
}) {
  const added = useRef<number | null>(null)
  const { group, newId, own, onChange } = props
  return (
    <GroupBox
      group={group}
      level={0}
      isFull={conditionsIn(group).length >= segmentLimits.conditions}
      shared={{ newId, own, added }}
      onChange={onChange}
      onRemove={null}
    />
  )
}
