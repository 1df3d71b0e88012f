import { useMemo, useState } from 'react'
import { advance, initialState, type SessionState } from '../../shared/advance.ts'
import type { SessionEvent } from '../../shared/session-status.ts'
import { eventsOf, type TimelineEntry } from '../../shared/session-timeline.ts'
import { causeOf } from '../../shared/state-ids.ts'
import { usePageTitle } from '../ui/shell.tsx'
import { marksOf, type PathStep } from './chart/marks.ts'
import { EventPanel } from './event-panel.tsx'
import { Button, Entries, Panel } from './qa-parts.tsx'
import type { ModeProps } from './qa-search.ts'
import { Stage } from './stage.tsx'
import { useFollowed } from './use-followed.ts'

interface Walk {
  readonly state: SessionState
  readonly path: readonly PathStep[]
  readonly message: string
}

const start: Walk = {
  state: initialState,
  path: [{ before: null, after: initialState, cause: 'created' }],
  message: 'At the start.',
}

/** Walks the machine without touching any session. With a session, its stored events can be replayed here. */
export function Sandbox(mode: ModeProps) {
  const [walk, setWalk] = useState(start)
  const { entries, timeline } = useFollowed(mode.search.session)
  const marks = useMemo(() => marksOf(walk.state, walk.path), [walk])
  const stored = useMemo(() => replayable(entries), [entries])
  usePageTitle('Sandbox – State machine – NELFUND Connect')

  const replay = (id: string) => {
    const entry = stored.find((one) => one.id === id)
    if (entry) setWalk((before) => replayedEvents(entry).reduce(step, before))
  }
  const replayAll = () => setWalk(stored.flatMap(replayedEvents).reduce(step, start))

  return (
    <>
      <p className="qa-status" role="status">
        <strong>Sandbox</strong> · {walk.message} No session is affected.{' '}
        <Button onClick={() => setWalk(start)}>Start over</Button>
      </p>
      <Stage
        {...mode}
        marks={marks}
        label={`Sandbox: ${walk.state.status}, credential ${walk.state.credential}, proof ${walk.state.proof}`}
        exported={{ name: 'sandbox', json: { format: 'nelfund-connect/sandbox', version: 1, ...walk } }}
      />
      <div className="qa-columns">
        <EventPanel
          heading="Apply an event"
          hint="This changes only the sandbox in this page."
          state={walk.state}
          onSend={(event) => setWalk((before) => step(before, event))}
          blocked={null}
        />
        <Panel label="Stored events" heading="Replay stored events">
          {timeline ? (
            <>
              <p className="quiet">
                Choose an event to apply it to the sandbox as it is now.{' '}
                <Button disabled={stored.length === 0} onClick={replayAll}>
                  Replay all from the start
                </Button>
              </p>
              <Entries label="Stored events" entries={stored} onSelect={replay} />
            </>
          ) : (
            <p className="quiet">Follow a session first; then its events can be replayed here.</p>
          )}
        </Panel>
      </div>
    </>
  )
}

function step({ state, path }: Walk, event: SessionEvent): Walk {
  const next = advance(state, event)
  if (next.outcome !== 'applied') return { state, path, message: `${event} was ${next.outcome}: nothing changed.` }
  return {
    state: next.state,
    path: [...path, { before: state, after: next.state, cause: causeOf(event) }],
    message: `${event} was applied.`,
  }
}

/** What can be taken again: what told the machine something, once each, also where it told of several steps. */
function replayable(entries: readonly TimelineEntry[]): TimelineEntry[] {
  const taken = new Set<string>()
  return entries.filter((entry) => {
    const isNew = !taken.has(entry.webhookId ?? entry.id)
    taken.add(entry.webhookId ?? entry.id)
    return isNew && replayedEvents(entry).length > 0
  })
}

function replayedEvents(entry: TimelineEntry): readonly SessionEvent[] {
  if (entry.cause === 'expiry') return ['session.expired']
  if (entry.cause === 'cancel') return ['session.cancelled']
  return eventsOf(entry)
}
