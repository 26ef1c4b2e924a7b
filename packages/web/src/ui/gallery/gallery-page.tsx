import type { Language } from '@teia/contracts'
import { usePreferences } from '../../app/preferences.tsx'
import { useText } from '../../i18n/text.tsx'
import { Switch } from '../button.tsx'
import { PageHeader } from '../page-header.tsx'
import { parts } from './samples.tsx'

/** Each shared part once, light beside dark, with the rule for its use. */
export function GalleryPage() {
  const text = useText()
  const { t, language } = text
  const { setLanguage } = usePreferences()
  const options: { value: Language; label: string }[] = [
    { value: 'pt-BR', label: 'pt' },
    { value: 'it', label: 'it' },
    { value: 'en', label: 'en' },
  ]
  return (
    <>
      <PageHeader
        title={t('shell.gallery')}
        deck={t('gallery.deck', { n: parts.length })}
        actions={
          <Switch label={t('access.language')} value={language} options={options} onChange={setLanguage} />
        }
      />
      <div className="below-head">
        {parts.map((part) => (
          <section className="part" key={part.id} id={part.id}>
            <div className="about">
              <h2>{t(part.name)}</h2>
              <p>{t(part.rule)}</p>
            </div>
            <div className="both">
              {(['light', 'dark'] as const).map((side) => (
                <div key={side} className="sample" data-side={side}>
                  {part.draw(text)}
                </div>
              ))}
            </div>
          </section>
        ))}
      </div>
    </>
  )
}
