import { Link } from 'wouter'
import { CopyButton } from '../../ui/copy-button.tsx'
import { logAddress } from '../console-address.ts'
import { asCurl, firstWebhook } from './as-curl.ts'

interface LogStateProps {
  readonly log: {
    readonly isLoading: boolean
    readonly isError: boolean
    readonly isFetchingNextPage: boolean
    readonly refetch: () => Promise<unknown>
  }
  readonly isEmpty: boolean
  readonly isFiltered: boolean
}

/** What there is to say of the log where it is not simply full of events. */
export function LogState({ log, isEmpty, isFiltered }: LogStateProps) {
  if (log.isError) {
    return (
      <div className="console-state" role="alert">
        <p>The events could not be read.</p>
        <button type="button" className="small-button" onClick={() => void log.refetch()}>
          Try again
        </button>
      </div>
    )
  }
  if (log.isLoading) return <p className="console-state">Loading events…</p>
  if (!isEmpty) return null
  return isFiltered ? <NoMatch /> : <NoEvents />
}

function NoMatch() {
  return (
    <div className="console-state">
      <p role="status">No event matches.</p>
      <Link href={logAddress({})}>Clear the filters</Link>
    </div>
  )
}

function NoEvents() {
  const command = asCurl(window.location.origin, firstWebhook(new Date()))
  return (
    <div className="console-state">
      <p>No webhook has come yet. Send a first one:</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{command}</pre>
      <CopyButton className="small-button" text={command}>
        Copy the command
      </CopyButton>
    </div>
  )
}
