import type { PathsAnswer } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { entryColours } from './flow-marks.ts'
import { useNodeName } from './use-paths.ts'

/** What the colours mean, in words. */
export function FlowLegend({ answer }: { answer: PathsAnswer }) {
  const { t } = useText()
  const nameOf = useNodeName()
  const colours = entryColours(answer.nodes)
  return (
    <ul className="legend">
      {answer.nodes
        .filter((node) => colours.has(node.id))
        .sort((a, b) => b.walks - a.walks)
        .map((node) => (
          <li key={node.id}>
            <span className="swatch" style={{ '--c': colours.get(node.id) } as React.CSSProperties} />
            {nameOf(node)}
          </li>
        ))}
      <li>
        <span className="swatch" style={{ '--c': 'var(--line-3)' } as React.CSSProperties} />
        {t('paths.legendLeft')}
      </li>
      <li>{t('paths.legendHeight')}</li>
    </ul>
  )
}
