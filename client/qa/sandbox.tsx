import { useEffect, useMemo, useState } from 'react'
import { advance, initialState, type SessionState } from '../../shared/advance.ts'
import type { SessionEvent } from '../../shared/session-status.ts'
import type { TimelineEntry } from '../../shared/session-timeline.ts'
import { eventsOf } from '../../shared/session-timeline.ts'
import { Timeline } from '../timeline/timeline.tsx'
import type { QaAddress } from './address.ts'
import { marksOf, type PathStep } from './chart/marks.ts'
import { EventPanel } from './event-panel.tsx'
import { Stage } from './stage.tsx'
import { toItems } from './to-items.ts'
import type { ChangeAddress } from './use-address.ts'
import { useFollowed } from './use-followed.ts'

interface Walk {
  readonly state: SessionState
  readonly path: readonly PathStep[]
  readonly words: string
}

const start: Walk = {
  state: initialState,
  path: [{ before: null, after: initialState, cause: 'created' }],
  words: 'At the start.',
}

/** Walks the machine without touching any session. With a session, its stored events can be replayed here. */
export function Sandbox({ address, onChange }: { address: QaAddress; onChange: ChangeAddress }) {
  const [walk, setWalk] = useState(start)
  const { entries, timeline } = useFollowed(address.session)
  const marks = useMemo(() => marksOf(walk.state, walk.path), [walk])
  const stored = useMemo(() => replayable(entries), [entries])
  const items = useMemo(() => toItems(stored), [stored])

  useEffect(() => {
    document.title = 'Sandbox – State machine – NELFUND Connect'
  }, [])

  const replay = (id: string) => {
    const entry = stored.find((one) => one.id === id)
    if (entry) setWalk((before) => replayedEvents(entry).reduce(step, before))
  }
  const replayAll = () => setWalk(stored.flatMap(replayedEvents).reduce(step, start))

  return (
    <>
      <p className="qa-status" role="status">
        <strong>Sandbox</strong> · {walk.words} No session is touched.{' '}
        <button type="button" onClick={() => setWalk(start)}>
          Start over
        </button>
      </p>
      <Stage
        address={address}
        onChange={onChange}
        marks={marks}
        label={`Sandbox: ${walk.state.status}, credential ${walk.state.credential}, proof ${walk.state.proof}`}
        exported={{ name: 'sandbox', json: { format: 'nelfund-connect/sandbox', version: 1, ...walk } }}
      />
      <div className="qa-columns">
        <EventPanel
          heading="Take an event"
          hint="Walks the machine in this page alone."
          state={walk.state}
          onSend={(event) => setWalk((before) => step(before, event))}
          blocked={null}
        />
        <section className="qa-panel" aria-label="Stored events">
          <h2>Replay stored events</h2>
          {timeline ? (
            <>
              <p className="quiet">
                Choose one to take it here, from where the sandbox is now.{' '}
                <button type="button" disabled={stored.length === 0} onClick={replayAll}>
                  Replay all from the start
                </button>
              </p>
              <Timeline label="Stored events" items={items} onSelect={replay} />
            </>
          ) : (
            <p className="quiet">Follow a session first; its events can then be replayed here.</p>
          )}
        </section>
      </div>
    </>
  )
}

function step({ state, path }: Walk, event: SessionEvent): Walk {
  const next = advance(state, event)
  if (next.outcome !== 'applied') return { state, path, words: `${event} was ${next.outcome}: nothing changed.` }
  const cause = event === 'session.expired' ? 'expiry' : event === 'session.cancelled' ? 'cancel' : 'webhook'
  return {
    state: next.state,
    path: [...path, { before: state, after: next.state, cause }],
    words: `${event} was applied.`,
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
