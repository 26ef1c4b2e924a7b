import type { EitherPlace } from '@teia/contracts'
import { matcherText } from './matcher-text.ts'

/** The definition of a step as it is asked of the events. */
export function MatcherLines({ matcher }: { matcher: EitherPlace }) {
  return (
    <p className="mono matcher-lines">
      {matcherText(matcher).map((line) => (
        <span key={line}>{line}</span>
      ))}
    </p>
  )
}
