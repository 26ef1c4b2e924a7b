import { useText } from '../i18n/text.tsx'
import { Switch } from './button.tsx'

/** A chart of bars, or the same as a table. */
export function ViewSwitch(props: { view: 'bars' | 'table'; onChange: (view: 'bars' | 'table') => void }) {
  const { t } = useText()
  return (
    <Switch
      label={t('paths.view')}
      value={props.view}
      options={[
        { value: 'bars', label: t('funnels.bars') },
        { value: 'table', label: t('paths.table') },
      ]}
      onChange={props.onChange}
    />
  )
}
