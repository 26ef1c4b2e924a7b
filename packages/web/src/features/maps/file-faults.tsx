import { useText } from '../../i18n/text.tsx'
import { ApiError } from '../../lib/api.ts'
import { ErrorNotice } from '../../ui/notices.tsx'

const LINES = /^(?:line )?(\d+)/
const MOST = 12

/** What is wrong with a file, line by line, beside what stands there. */
export function FileFaults({ error, content, name }: { error: unknown; content: string; name: string }) {
  const { t, told } = useText()
  const issues = error instanceof ApiError ? error.issues : []
  if (issues.length === 0 || name === '') return <ErrorNotice error={error} />
  const lines = content.split('\n')
  return (
    <div className="notice bad" role="alert">
      <div className="grow">
        <p className="strong">{t('maps.fileWrong', { file: name })}</p>
        <ul className="file-faults">
          {issues.slice(0, MOST).map((issue) => {
            const line = Number(LINES.exec(issue.path)?.[1] ?? 0)
            return (
              <li key={`${issue.path} ${issue.message}`}>
                <span className="mono">{issue.path}</span> {told(issue.fault && [issue.fault], issue.message)}
                {line > 0 && <code className="mono note">{lines[line - 1]?.slice(0, 120)}</code>}
              </li>
            )
          })}
        </ul>
        {issues.length > MOST && (
          <p className="note">{t('sources.moreFaults', { n: issues.length - MOST })}</p>
        )}
      </div>
    </div>
  )
}
