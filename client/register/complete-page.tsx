import type { SessionView } from '../../shared/session-view.ts'
import { toShownReference } from '../../shared/shown-reference.ts'
import { isEnded } from '../live/is-ended.ts'
import { say, useSpoken } from '../ui/messages.ts'
import { ReturnToPortal } from './portal.tsx'

/** Step 4: what happened, when, and what comes next. The URL is good as a bookmark, the page on paper. */
export function CompletePage({ view, portal }: { view: SessionView; portal: string | null }) {
  const { theirLabel, createdAt, updatedAt, reference, registrationNumber, requestType, status } = view
  const { words, language } = useSpoken()
  const { complete } = words
  const dateTime = new Intl.DateTimeFormat([`${language}-NG`, 'en-NG'], { dateStyle: 'long', timeStyle: 'short' })
  const isClosed = isEnded(status)
  const isRegistration = requestType === 'registration'
  return (
    <>
      {portal && <ReturnToPortal name={portal} isMain />}
      <dl className="facts">
        {registrationNumber !== null && (
          <>
            <dt>{say(complete.number)}</dt>
            <dd className="code">{registrationNumber}</dd>
          </>
        )}
        <dt>{say(complete.connected)}</dt>
        <dd>{theirLabel ?? say(complete.yourWallet)}</dd>
        <dt>{say(complete.started)}</dt>
        <dd>{dateTime.format(new Date(createdAt))}</dd>
        <dt>{say(isClosed ? complete.closed : complete.finished)}</dt>
        <dd>{dateTime.format(new Date(updatedAt))}</dd>
        {reference !== null && (
          <>
            <dt>{say(complete.reference)}</dt>
            <dd className="code">{toShownReference(reference)}</dd>
          </>
        )}
      </dl>
      <section aria-labelledby="next">
        <h2 id="next">{say(complete.next)}</h2>
        {isRegistration ? (
          <ul>
            <li>{say(complete.keep)}</li>
            <li>{say(complete.quote)}</li>
          </ul>
        ) : (
          <p>{say(portal ? complete.goOnAt({ portal }) : complete.closePage)}</p>
        )}
      </section>
      <button type="button" className="button button-quiet" onClick={() => window.print()}>
        {say(complete.print)}
      </button>
    </>
  )
}
