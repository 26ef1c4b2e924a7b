import type { Language } from '@teia/contracts'
import type { ReactNode } from 'react'
import { usePreferences } from '../../app/preferences.tsx'
import { languageNames } from '../../app/rail.tsx'
import { useText } from '../../i18n/text.tsx'
import { IconButton, Switch } from '../../ui/button.tsx'
import { Mark } from '../../ui/icons.tsx'
import { Weave } from './weave.tsx'

const codes: Record<Language, string> = { 'pt-BR': 'pt', it: 'it', en: 'en' }

/** The frame of pages that come before the shell: the mark, a form, the language and the theme. */
export function Door({ title, deck, children }: { title: string; deck: ReactNode; children: ReactNode }) {
  const { t, language } = useText()
  const { setLanguage, toggleTheme } = usePreferences()
  return (
    <main className="door">
      <div className="door-form">
        <p className="brand">
          <Mark />
          Teia
        </p>
        <div>
          <h1>{title}</h1>
          <p className="deck">{deck}</p>
        </div>
        {children}
        <div className="door-foot">
          <Switch
            label={t('access.language')}
            value={language}
            options={(Object.keys(languageNames) as Language[]).map((value) => ({
              value,
              label: codes[value],
            }))}
            onChange={setLanguage}
          />
          <IconButton icon="theme" label={t('shell.switchTheme')} onClick={toggleTheme} />
        </div>
      </div>
      <div className="door-picture" aria-hidden="true">
        <Weave />
      </div>
    </main>
  )
}
