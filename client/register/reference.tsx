import { referenceOf } from './place.ts'

/** What to quote when asking for help. */
export function Reference({ sessionId }: { sessionId: string }) {
  return (
    <p className="quiet">
      Reference: <strong className="code">{referenceOf(sessionId)}</strong>
    </p>
  )
}
