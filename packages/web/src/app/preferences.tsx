import type { Language } from '@teia/contracts'
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react'

export type Theme = 'light' | 'dark' | 'system'

type Preferences = {
  theme: Theme
  dark: boolean
  setTheme: (theme: Theme) => void
  toggleTheme: () => void
  chosenLanguage: string | null
  setLanguage: (language: Language) => void
}

const THEME = 'teia.theme'
const LANGUAGE = 'teia.language'
const PreferencesContext = createContext<Preferences | null>(null)
const darkQuery = window.matchMedia('(prefers-color-scheme: dark)')

function readTheme(): Theme {
  const stored = localStorage.getItem(THEME)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

function watchSystem(onChange: () => void) {
  darkQuery.addEventListener('change', onChange)
  return () => darkQuery.removeEventListener('change', onChange)
}

/** What a person chose for this browser: theme and language. */
export function PreferencesProvider({ children }: { children: ReactNode }) {
  const [theme, setThemeState] = useState<Theme>(readTheme)
  const [chosenLanguage, setChosen] = useState(() => localStorage.getItem(LANGUAGE))
  const systemDark = useSyncExternalStore(watchSystem, () => darkQuery.matches)
  const dark = theme === 'system' ? systemDark : theme === 'dark'
  const setTheme = useCallback((next: Theme) => {
    setThemeState(next)
    if (next === 'system') {
      localStorage.removeItem(THEME)
      delete document.documentElement.dataset.theme
    } else {
      localStorage.setItem(THEME, next)
      document.documentElement.dataset.theme = next
    }
  }, [])
  const value = useMemo<Preferences>(
    () => ({
      theme,
      dark,
      setTheme,
      toggleTheme: () => setTheme(dark ? 'light' : 'dark'),
      chosenLanguage,
      setLanguage: (language) => {
        localStorage.setItem(LANGUAGE, language)
        setChosen(language)
      },
    }),
    [theme, dark, setTheme, chosenLanguage],
  )
  return <PreferencesContext value={value}>{children}</PreferencesContext>
}

export function usePreferences(): Preferences {
  const preferences = useContext(PreferencesContext)
  if (!preferences) throw new Error('usePreferences needs a PreferencesProvider above it.')
  return preferences
}
