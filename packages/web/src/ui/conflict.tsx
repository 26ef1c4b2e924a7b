import { useText } from '../i18n/text.tsx'
import { differences } from '../lib/differences.ts'
import { Button } from './button.tsx'

const written = (value: unknown) =>
  value === undefined || value === '' ? '–' : typeof value === 'string' ? value : JSON.stringify(value)

/** Two versions of a thing side by side, where both cannot be kept as they are. */
export function Conflict(props: { current: object; yours: object; onTake: () => void; onKeep: () => void }) {
  const { t } = useText()
  const { current, yours, onTake, onKeep } = props
  return (
    <div className="notice warn" role="alert">
      <div className="grow">
        <p className="strong">{t('touchpoints.conflict')}</p>
        <p className="quiet">{t('touchpoints.conflictText')}</p>
        <div className="scroll">
          <table>
            <thead>
              <tr>
                <th>{t('touchpoints.field')}</th>
                <th>{t('touchpoints.theirs')}</th>
                <th>{t('touchpoints.yours')}</th>
              </tr>
            </thead>
            <tbody>
              {differences(current, yours).map((one) => (
                <tr key={one.path}>
                  <td className="mono">{one.path}</td>
                  <td>{written(one.before)}</td>
                  <td>{written(one.after)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <div className="buttons" style={{ marginTop: 8 }}>
          <Button onClick={onTake}>{t('touchpoints.takeTheirs')}</Button>
          <Button onClick={onKeep}>{t('touchpoints.keepMine')}</Button>
        </div>
      </div>
    </div>
  )
}
