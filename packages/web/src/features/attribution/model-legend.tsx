import type { AttributionAnswer } from '@teia/contracts'
import type { CSSProperties } from 'react'
import { useModelName } from './attribution-facts.ts'
import { colourOfModel, ModelShape } from './mark-shape.tsx'

/** Which shape and colour is which model. */
export function ModelLegend({ answer }: { answer: AttributionAnswer }) {
  const modelName = useModelName()
  return (
    <ul className="legend given-legend">
      {answer.models.map(({ model }, at) => (
        <li key={model} style={{ '--c': colourOfModel(at) } as CSSProperties}>
          <svg width="10" height="10" viewBox="-5 -5 10 10" aria-hidden="true">
            <ModelShape at={at} x={0} y={0} />
          </svg>
          {modelName(model)}
        </li>
      ))}
    </ul>
  )
}
