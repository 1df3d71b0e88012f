import type { SessionView } from '../../shared/session-view.ts'
import { toShownReference } from '../../shared/shown-reference.ts'
import { toSpokenReference } from '../../shared/spoken-reference.ts'
import { isEnded } from '../live/is-ended.ts'
import { pageSettings } from '../page-settings.ts'
import { say, useSpoken } from '../ui/messages.ts'
import { askedFor, Known } from './asked.tsx'
import type { PortalInvitation } from './portal.tsx'

/** Step 4: the receipt, and what comes next. The URL is good as a bookmark, the page on paper. */
export function CompletePage({ view, portal }: { view: SessionView; portal: PortalInvitation | null }) {
  const { theirLabel, updatedAt, reference, registrationNumber, requestType, status } = view
  const { words, language } = useSpoken()
  const { complete } = words
  const dateTime = new Intl.DateTimeFormat([`${language}-NG`, 'en-NG'], { dateStyle: 'long', timeStyle: 'short' })
  return (
    <>
      {reference !== null && (
        <p className="receipt">
          <span>{say(complete.reference)}</span>
          <strong className="code">{toShownReference(reference)}</strong>
          <span>{say(complete.spoken({ said: toSpokenReference(reference) }))}</span>
        </p>
      )}
      <dl className="facts">
        {registrationNumber !== null && (
          <>
            <dt>{say(complete.number)}</dt>
            <dd className="code">{registrationNumber}</dd>
          </>
        )}
        {theirLabel !== null && (
          <>
            <dt>{say(complete.wallet)}</dt>
            <dd>{theirLabel}</dd>
          </>
        )}
        <dt>{say(isEnded(status) ? complete.closed : complete.finished)}</dt>
        <dd>{dateTime.format(new Date(updatedAt))}</dd>
        <Given view={view} portal={portal} />
      </dl>
      <section className="section" aria-labelledby="next">
        <h2 id="next">{say(complete.next)}</h2>
        <p>
          {say(
            requestType === 'registration'
              ? complete.keep
              : portal
                ? complete.goOnAt({ portal: portal.clientName })
                : complete.closePage,
          )}
        </p>
      </section>
      <button type="button" className="button button-quiet" onClick={() => window.print()}>
        {say(complete.print)}
      </button>
    </>
  )
}

/** What was given to whom. Where portals send students, and this browser does not know of one, nobody here knows. */
function Given({ view, portal }: { view: SessionView; portal: PortalInvitation | null }) {
  const { complete } = useSpoken().words
  if (pageSettings().portals && !portal) return null
  return (
    <>
      <dt>{say(complete.givenTo)}</dt>
      <dd>
        {portal?.clientName ?? 'NELFUND'}
        <ul>
          {askedFor(view.requestType, portal).map(({ name, label }) => (
            <li key={name}>
              <Known english={label} />
            </li>
          ))}
        </ul>
      </dd>
    </>
  )
}
