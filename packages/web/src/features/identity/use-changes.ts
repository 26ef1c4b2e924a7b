import { useQueryClient } from '@tanstack/react-query'
import { IdentityChanged } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { ApiError, ask } from '../../lib/api.ts'
import { useToast } from '../../ui/toast.tsx'

export type ChangeLink = (verb: 'undo' | 'redo', link: string) => Promise<void>

/** Ways to change who is who; each says what came of it and has everything read anew. */
export function useChanges() {
  const { t, words } = useText()
  const say = useToast()
  const client = useQueryClient()
  async function change(path: string, body: object, done: (changed: IdentityChanged) => string) {
    try {
      say(done(await ask(IdentityChanged, path, body)))
    } catch (error) {
      const isNothing = error instanceof ApiError && error.code === 'nothing_joined'
      say(isNothing ? t('identity.nothingJoined') : words(error), 'bad')
    }
    await Promise.all([
      client.invalidateQueries({ queryKey: ['people'] }),
      client.invalidateQueries({ queryKey: ['identity'] }),
    ])
  }
  const undone = ({ people }: IdentityChanged) => t('identity.undone', { n: people.length })
  const changeLink: ChangeLink = (verb, link) =>
    change(`/identity/links/${verb}`, { link }, verb === 'undo' ? undone : () => t('identity.redone'))
  const unmerge = (personId: string, identifiers: string[]) =>
    change(`/people/${encodeURIComponent(personId)}/unmerge`, { identifiers }, undone)
  const decide = (people: string[], decision: 'same' | 'different') =>
    change('/identity/decisions', { people, decision }, () =>
      t(decision === 'same' ? 'identity.joined' : 'identity.toldApart'),
    )
  return { changeLink, unmerge, decide }
}
