import { type CSSVariablesResolver, createTheme, MantineProvider } from '@mantine/core'
import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { pickLanguage } from '../i18n/format.ts'
import { type Catalogue, loadCatalogue, TextProvider } from '../i18n/text.tsx'
import { ToastProvider } from '../ui/toast.tsx'
import { PreferencesProvider, usePreferences } from './preferences.tsx'
import { chosenWorkspace, queryClient, sessionQuery } from './queries.ts'

const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Popover: { defaultProps: { transitionProps: { duration: 80 }, withinPortal: true, shadow: undefined } },
    TextInput: { defaultProps: { withAsterisk: false } },
    PasswordInput: { defaultProps: { withAsterisk: false } },
    NumberInput: { defaultProps: { withAsterisk: false } },
    Modal: { defaultProps: { transitionProps: { duration: 80 }, overlayProps: { blur: 0 } } },
  },
})

/** Every Mantine colour is one of our tokens; the tokens themselves know light and dark. */
const resolver: CSSVariablesResolver = () => {
  const variables = {
    '--mantine-color-body': 'var(--ground)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-2)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-placeholder': 'var(--ink-3)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-default': 'var(--ground)',
    '--mantine-color-default-hover': 'var(--ground-2)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line-3)',
    '--mantine-primary-color-filled': 'var(--accent)',
    '--mantine-primary-color-filled-hover': 'var(--accent-strong)',
    '--mantine-primary-color-light': 'var(--accent-wash)',
    '--mantine-primary-color-light-hover': 'var(--accent-wash)',
    '--mantine-primary-color-contrast': 'var(--accent-ink)',
    '--mantine-font-size-sm': 'var(--text-13)',
    '--mantine-font-size-xs': 'var(--text-12)',
  }
  return { variables, light: variables, dark: variables }
}

function Worded({ children }: { children: ReactNode }) {
  const { chosenLanguage } = usePreferences()
  const { data } = useQuery({ ...sessionQuery, enabled: false })
  const workspace = data && chosenWorkspace(data)
  const language = pickLanguage(chosenLanguage, workspace?.language, navigator.languages)
  const [loaded, setLoaded] = useState<{ language: string; catalogue: Catalogue } | null>(null)
  useEffect(() => {
    let current = true
    loadCatalogue(language).then(
      (catalogue) => {
        if (!current) return
        document.documentElement.lang = language
        setLoaded({ language, catalogue })
      },
      () => window.location.reload(),
    )
    return () => {
      current = false
    }
  }, [language])
  if (!loaded) return null
  const timeZone = workspace?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <TextProvider
      catalogue={loaded.catalogue}
      language={loaded.language === language ? language : (loaded.language as typeof language)}
      timeZone={timeZone}
      currency={workspace?.currency ?? 'BRL'}
    >
      <ToastProvider>{children}</ToastProvider>
    </TextProvider>
  )
}

function Themed({ children }: { children: ReactNode }) {
  const { dark } = usePreferences()
  return (
    <MantineProvider theme={theme} cssVariablesResolver={resolver} forceColorScheme={dark ? 'dark' : 'light'}>
      {children}
    </MantineProvider>
  )
}

/** Everything a page may lean on: server state, preferences, theme, words, toasts. */
export function Providers({ children }: { children: ReactNode }) {
  return (
    <QueryClientProvider client={queryClient}>
      <PreferencesProvider>
        <Themed>
          <Worded>{children}</Worded>
        </Themed>
      </PreferencesProvider>
    </QueryClientProvider>
  )
}
