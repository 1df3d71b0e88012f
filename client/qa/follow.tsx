import { useEffect, useMemo, useState } from 'react'
import { expectedPath } from '../../shared/expected-path.ts'
import { toHistoryFile } from '../../shared/history-file.ts'
import { Timeline } from '../timeline/timeline.tsx'
import type { QaAddress } from './address.ts'
import { marksOf, noMarks, stateAt } from './chart/marks.ts'
import { EventPanel } from './event-panel.tsx'
import { FollowStatus } from './follow-status.tsx'
import { PathPanel } from './path-panel.tsx'
import { Playback } from './playback.tsx'
import { SessionList } from './session-list.tsx'
import { Stage } from './stage.tsx'
import { TimeAxis } from './time-axis.tsx'
import { toItems } from './to-items.ts'
import type { ChangeAddress } from './use-address.ts'
import { upToNow, useFollowed } from './use-followed.ts'
import { useLookedAt } from './use-looked-at.ts'
import { useSend } from './use-send.ts'

interface ModeProps {
  readonly address: QaAddress
  readonly onChange: ChangeAddress
}

/** Follows one session live, or looks at its past; without a session, the machine alone and a list to choose from. */
export function Follow({ address, onChange }: ModeProps) {
  const followed = useFollowed(address.session)
  const { session, view, entries, timeline } = followed
  const [at, look] = useLookedAt(address.event, onChange)
  const [isCompared, setCompared] = useState(false)
  const send = useSend(address.session)
  const index = at === null ? -1 : entries.findIndex(({ id }) => id === at)
  const isPast = at !== null && index >= 0

  const { path, state } = useMemo(() => {
    if (!isPast) return upToNow(entries, view)
    const until = entries.slice(0, index + 1)
    return { path: until, state: stateAt(until) }
  }, [entries, view, isPast, index])
  const requestType = view?.requestType ?? 'registration'
  const marks = useMemo(
    () => (state ? marksOf(state, path, isCompared ? expectedPath(requestType) : []) : noMarks),
    [state, path, isCompared, requestType],
  )
  const items = useMemo(() => toItems(entries), [entries])

  useEffect(() => {
    const name = address.session === null ? '' : ` of ${address.session.slice(0, 8)}`
    document.title = `State machine${name} – NELFUND Connect`
  }, [address.session])

  const where = state ? `${state.status}, credential ${state.credential}, proof ${state.proof}` : 'the machine alone'
  const name = address.session === null ? 'session-machine' : `session-${address.session}`
  return (
    <>
      <FollowStatus
        followed={followed}
        where={where}
        marks={marks}
        isPast={isPast}
        isLost={at !== null && timeline !== null && index < 0}
        onLive={() => look(null)}
        onLeave={() => onChange({ session: null, event: null })}
      />
      <Stage
        address={address}
        onChange={onChange}
        marks={marks}
        label={`State machine: ${where}`}
        exported={{ name, json: timeline && toHistoryFile(timeline, new Date()) }}
        isReadOnly={isPast}
      >
        {view && <Playback entries={entries} at={isPast ? at : null} onMove={look} end="Live" />}
      </Stage>
      {(session.state === 'none' || session.state === 'unknown') && <SessionList address={address} />}
      {view && state && (
        <div className="qa-columns">
          <section className="qa-panel qa-history" aria-label="History">
            <h2>Timeline</h2>
            <Timeline label="Timeline" items={items} selectedId={at} onSelect={look} />
          </section>
          <div className="qa-side">
            <p className="qa-sent" role="status">
              {send.words}
            </p>
            <EventPanel
              heading="Send an event"
              hint="Each goes out as a real signed webhook."
              state={state}
              onSend={send.send}
              blocked={isPast ? 'You are looking at the past. Go back to live to send events.' : null}
              refuse={(event) => (event === 'session.expired' ? `Only time does this, at ${view.expiresAt}.` : null)}
            />
            <PathPanel
              requestType={requestType}
              state={state}
              path={path}
              isCompared={isCompared}
              onCompare={setCompared}
            />
            <TimeAxis
              entries={entries}
              arrivals={followed.arrivals}
              selected={(isPast ? entries[index] : entries.at(-1)) ?? null}
            />
          </div>
        </div>
      )}
    </>
  )
}
