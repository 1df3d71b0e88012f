import { Link } from 'wouter'
import { CopyButton } from '../../ui/copy-button.tsx'
import { LoadFailure } from '../console-parts.tsx'
import { eventsUrl } from '../console-urls.ts'
import { readTokens, writeTokens } from '../filter/filter-text.ts'
import { asCurl, firstWebhook } from './as-curl.ts'

/** What there is to say of the log where it is not simply full of events. */
export function LogState(props: {
  log: { isLoading: boolean; isError: boolean; refetch: () => Promise<unknown> }
  isEmpty: boolean
  q: string
}) {
  const { log, isEmpty, q } = props
  if (log.isError) {
    return (
      <LoadFailure className="list-state" onRetry={log.refetch}>
        The events could not be loaded.
      </LoadFailure>
    )
  }
  if (log.isLoading) return <p className="list-state quiet">Loading events…</p>
  if (!isEmpty) return null
  return q === '' ? <NoEvents /> : <NoMatch q={q} />
}

function NoMatch({ q }: { q: string }) {
  const tokens = readTokens(q)
  return (
    <div className="list-state">
      <p role="status">
        No event matches <code>{writeTokens(tokens)}</code>.
      </p>
      <p className="acts">
        {tokens.length > 1 && (
          <Link className="btn" href={eventsUrl(tokens.slice(0, -1))}>
            Without {writeTokens(tokens.slice(-1))}
          </Link>
        )}
        <Link className="btn" href={eventsUrl()}>
          Clear the filters
        </Link>
      </p>
    </div>
  )
}

function NoEvents() {
  const command = asCurl(window.location.origin, firstWebhook(new Date()))
  return (
    <div className="list-state">
      <p>No webhooks yet. Send the first one:</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{command}</pre>
      <CopyButton className="btn" text={command}>
        Copy the command
      </CopyButton>
    </div>
  )
}
