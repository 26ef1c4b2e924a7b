import type { Source } from '@teia/contracts'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { Button, Switch } from '../../ui/button.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { type SnippetKind, snippet, snippetKinds, snippetNames } from './snippets.ts'

/** Five lines that connect a site, an app or a server, with the real key in them. */
export function SnippetBox({ source }: { source: Source }) {
  const { t } = useText()
  const copy = useCopy()
  const [kind, setKind] = useState<SnippetKind>(source.kind === 'server' ? 'node' : 'browser')
  const text = snippet(kind, source.writeKey, window.location.origin)
  return (
    <div>
      <Switch
        label={t('sources.howTo')}
        value={kind}
        options={snippetKinds.map((value) => ({ value, label: snippetNames[value] }))}
        onChange={setKind}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <pre className="code" tabIndex={0}>
        {text}
      </pre>
      <div className="buttons" style={{ marginTop: 8 }}>
        <Button icon="copy" onClick={() => void copy(text)}>
          {t('common.copy')}
        </Button>
        <Button kind="plain" icon="key" onClick={() => void copy(source.writeKey)}>
          {t('sources.copyKey')}
        </Button>
      </div>
    </div>
  )
}
