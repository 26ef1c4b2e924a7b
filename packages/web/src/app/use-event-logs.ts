import type { ConformanceQuestion, ProcessQuestion } from '@teia/contracts'
import { useText } from '../i18n/text.tsx'
import { getFile } from '../lib/api.ts'
import { saveFile } from '../lib/export.ts'
import type { Action } from '../ui/context-menu.tsx'
import { useToast } from '../ui/toast.tsx'
import { useMay } from './use-session.ts'

const forms = [
  ['xes', 'XES', 'xes'],
  ['ocel', 'OCEL 2.0', 'jsonocel'],
] as const

/** Saves the cases of a question as an event log; what goes wrong is said. Without a question there is none. */
export function useEventLogs(
  kind: 'process' | 'conformance',
  question: ProcessQuestion | ConformanceQuestion | undefined,
): readonly Action[] {
  const may = useMay()
  const toast = useToast()
  const { t, words } = useText()
  if (!question || !may('people:read')) return []
  return forms.map(([form, label, ending]) => ({
    label: t('process.logAs', { form: label }),
    icon: 'export',
    onSelect: () => {
      getFile(`/questions/${kind}-log`, { [kind]: question, form }).then(
        (file) => saveFile(`teia-${kind}.${ending}`, file),
        (error) => toast(words(error), 'bad'),
      )
    },
  }))
}
