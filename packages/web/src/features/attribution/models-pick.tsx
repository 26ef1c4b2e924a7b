import { useText } from '../../i18n/text.tsx'
import { Pick } from '../../ui/pick.tsx'
import { useModelName } from './attribution-facts.ts'
import { models, usualModels } from './attribution-search.ts'
import type { AskProps } from './outcome-part.tsx'

/** Which models stand side by side: one at least. */
export function ModelsPick({ question, onChange }: Omit<AskProps, 'search'>) {
  const { t } = useText()
  const modelName = useModelName()
  const chosen = question.models
  const toggle = (model: (typeof models)[number]) => {
    const next = models.filter((one) => (one === model ? !chosen.includes(one) : chosen.includes(one)))
    if (next.length > 0) onChange({ models: next })
  }
  const isUsual = chosen.join() === usualModels.join()
  return (
    <Pick
      name={t('attribution.models')}
      value={
        chosen.length === 1 && chosen[0]
          ? modelName(chosen[0])
          : t('attribution.nModels', { n: chosen.length })
      }
      set={!isUsual}
    >
      {() => (
        <div
          className="choices"
          role="listbox"
          aria-multiselectable="true"
          aria-label={t('attribution.models')}
          tabIndex={-1}
        >
          {models.map((model) => (
            <button
              key={model}
              type="button"
              role="option"
              aria-selected={chosen.includes(model)}
              onClick={() => toggle(model)}
            >
              <span className="grow">{modelName(model)}</span>
              <span className="note">{t(`attribution.modelNote_${model}`)}</span>
            </button>
          ))}
        </div>
      )}
    </Pick>
  )
}
