import { toShownReference } from '../../shared/shown-reference.ts'

/** A session by the name that it has everywhere, and its wallet's label as that was written; a dash where there is none. */
export function SessionName({ of }: { of: Named & { readonly label: string | null } }) {
  if (of.sessionId === null) return <span className="quiet">–</span>
  return (
    <>
      <span className="reference">{nameOf(of)}</span>
      {of.label !== null && (
        <bdi className="row-label" dir="auto" title={of.label}>
          {of.label}
        </bdi>
      )}
    </>
  )
}

interface Named {
  readonly sessionId: string | null
  readonly reference: string | null
}

/** What a session is called: by its reference; by the beginning of its id where an older version made it. */
export function nameOf({ sessionId, reference }: Named): string {
  return reference === null ? (sessionId ?? '').slice(0, 8) : toShownReference(reference)
}
