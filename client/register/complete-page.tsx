import type { SessionView } from '../../shared/session-view.ts'
import { toShownReference } from '../../shared/shown-reference.ts'
import { isEnded } from '../live/is-ended.ts'
import { ReturnToPortal } from './portal.tsx'

const dateTime = new Intl.DateTimeFormat('en-NG', { dateStyle: 'long', timeStyle: 'short' })

/** Step 4: what happened, when, and what comes next. The URL is good as a bookmark, the page on paper. */
export function CompletePage({ view, portal }: { view: SessionView; portal: string | null }) {
  const { theirLabel, createdAt, updatedAt, reference, registrationNumber, requestType, status } = view
  const isClosed = isEnded(status)
  const isRegistration = requestType === 'registration'
  return (
    <>
      {portal && <ReturnToPortal name={portal} isMain />}
      <dl className="facts">
        {registrationNumber !== null && (
          <>
            <dt>Registration number</dt>
            <dd className="code">{registrationNumber}</dd>
          </>
        )}
        <dt>Connected</dt>
        <dd>{theirLabel ?? 'Your wallet'}</dd>
        <dt>Started</dt>
        <dd>{dateTime.format(new Date(createdAt))}</dd>
        <dt>{isClosed ? 'Connection closed' : 'Finished'}</dt>
        <dd>{dateTime.format(new Date(updatedAt))}</dd>
        {reference !== null && (
          <>
            <dt>Reference</dt>
            <dd className="code">{toShownReference(reference)}</dd>
          </>
        )}
      </dl>
      <section aria-labelledby="next">
        <h2 id="next">What comes next</h2>
        {isRegistration ? (
          <ul>
            <li>Keep the registration credential in your wallet. You show it when you apply for a student loan.</li>
            <li>Bookmark or print this page, and quote the reference if you ask NELFUND for help.</li>
          </ul>
        ) : (
          <p>{portal ? `Go on at ${portal}.` : 'You can close this page and go back to where you came from.'}</p>
        )}
      </section>
      <button type="button" className="button button-quiet" onClick={() => window.print()}>
        Print this page
      </button>
    </>
  )
}
