import { useMemo, useState } from 'react'
import { advance, initialState, type SessionState } from '../../shared/advance.ts'
import { entryTitle } from '../../shared/explain-event.ts'
import type { SessionEvent } from '../../shared/session-status.ts'
import type { StoryEntry } from '../../shared/session-story.ts'
import { eventsOf } from '../../shared/session-timeline.ts'
import { causeOf } from '../../shared/state-ids.ts'
import { ClockTime } from '../timeline/timestamp.tsx'
import { usePageTitle } from '../ui/shell.tsx'
import { marksOf, type PathStep } from './chart/marks.ts'
import { ChartPane } from './chart-pane.tsx'
import { explainState } from './explain-state.ts'
import type { ModeProps } from './qa-search.ts'
import { toSendKeys } from './send-keys.ts'
import { SendPanel } from './send-panel.tsx'
import { notesOf } from './state-notes.ts'
import { useKeys } from './use-keys.ts'
import { useStory } from './use-story.ts'
import { Workspace } from './workspace.tsx'

interface Walk {
  readonly state: SessionState
  readonly path: readonly (PathStep & { readonly event: string })[]
  readonly message: string
  /** What it was before the last step; null at the start. */
  readonly before: Walk | null
}

const start: Walk = {
  state: initialState,
  path: [{ before: null, after: initialState, cause: 'created', event: 'the start' }],
  message: 'At the start.',
  before: null,
}
const noStays = new Map()

/** Walks the machine without touching any session. With a session, its stored events can be replayed here. */
export function Sandbox(mode: ModeProps) {
  const [walk, setWalk] = useState(start)
  const [showsSkips, setSkips] = useState(false)
  const { entries, story, view } = useStory(mode.search.session)
  const marks = useMemo(() => marksOf(walk.state, walk.path), [walk])
  const stored = useMemo(() => replayable(entries), [entries])
  const send = useMemo(() => toSendKeys(walk.state, undefined, () => false), [walk.state])
  usePageTitle('Sandbox – State machine – NELFUND Connect')

  const apply = (event: SessionEvent) => setWalk((before) => step(before, event))
  const undo = () => setWalk(({ before }) => before ?? start)
  const replay = (entry: StoryEntry) => setWalk((before) => ({ ...replayedEvents(entry).reduce(step, before), before }))
  const replayAll = () => setWalk((before) => ({ ...stored.flatMap(replayedEvents).reduce(step, start), before }))
  useKeys((key) => {
    const event = [...send.keys].find(([, digit]) => digit === key)?.[0]
    if (event) apply(event)
    else if (key === 'u' || key === 'U' || key === '[') undo()
    else return false
    return true
  })

  return (
    <Workspace
      mode={mode}
      marks={marks}
      exported={{
        name: 'sandbox',
        json: async () => ({ format: 'nelfund-connect/sandbox', version: 1, state: walk.state, path: walk.path }),
      }}
      followed={view}
      announcement={walk.message}
      centre={
        <ChartPane
          {...mode}
          marks={marks}
          label={`Sandbox: ${walk.state.status}, credential ${walk.state.credential}, proof ${walk.state.proof}`}
          notes={notesOf(marks, noStays, 0, send)}
          showsSkips={showsSkips}
          onSkips={setSkips}
          sends={send.byState}
          sendable={send.possible}
          sendKeys={send.keys}
          onSend={apply}
          explain={(id) => explainState(id, walk.state, { keys: send.keys, canSend: true })}
          title={
            <>
              <h2>Sandbox</h2>
              <span className="qa-say">{walk.message} No session is affected.</span>
            </>
          }
          actions={
            <>
              <button
                type="button"
                className="qa-button"
                aria-keyshortcuts="u"
                disabled={walk.before === null}
                onClick={undo}
              >
                Undo
              </button>
              <button type="button" className="qa-button" onClick={() => setWalk(start)}>
                Start over
              </button>
            </>
          }
        />
      }
      sideLabel="Sandbox"
      side={
        <>
          <SendPanel
            heading="Apply an event"
            hint="in this page alone"
            state={walk.state}
            send={send}
            onSend={apply}
            blocked={null}
          />
          <Stored story={story !== null} stored={stored} onReplay={replay} onReplayAll={replayAll} />
        </>
      }
      dock={
        <section className="qa-dock" aria-label="The walk">
          <ol className="qa-walk">
            {walk.path.map(({ event, after }, index) => (
              <li
                // biome-ignore lint/suspicious/noArrayIndexKey: a walk only grows at its end, and may repeat itself
                key={index}
                title={after ? `${after.status}, credential ${after.credential}, proof ${after.proof}` : ''}
              >
                {event}
              </li>
            ))}
          </ol>
          <p className="qa-soft">
            <kbd className="qa-kbd">1</kbd>…<kbd className="qa-kbd">9</kbd> walk · <kbd className="qa-kbd">U</kbd> undo
          </p>
        </section>
      }
    />
  )
}

function Stored(props: {
  story: boolean
  stored: readonly StoryEntry[]
  onReplay: (entry: StoryEntry) => void
  onReplayAll: () => void
}) {
  const { story, stored, onReplay, onReplayAll } = props
  return (
    <section className="qa-section" aria-label="Stored events">
      <h2>Replay stored events</h2>
      {story ? (
        <>
          <p>
            <button type="button" className="qa-button" disabled={stored.length === 0} onClick={onReplayAll}>
              Replay all from the start
            </button>
          </p>
          <ol className="qa-stored" aria-label="Stored events">
            {stored.slice(0, mostListed).map((entry) => (
              <li key={entry.id}>
                <ClockTime at={entry.at} />{' '}
                <button type="button" className="link" onClick={() => onReplay(entry)}>
                  {entryTitle(entry)}
                </button>
              </li>
            ))}
          </ol>
          {stored.length > mostListed && <p className="qa-soft">{`The first ${mostListed} of ${stored.length}.`}</p>}
        </>
      ) : (
        <p className="qa-soft">Choose a session on the left; then its events can be replayed here.</p>
      )}
    </section>
  )
}

const mostListed = 200

function step({ state, path, message: _, before }: Walk, event: SessionEvent): Walk {
  const next = advance(state, event)
  const from: Walk = { state, path, message: `Back before ${event}.`, before }
  if (next.outcome !== 'applied')
    return { state, path, message: `${event} was ${next.outcome}: nothing changed.`, before }
  return {
    state: next.state,
    path: [...path, { before: state, after: next.state, cause: causeOf(event), event }],
    message: `${event} was applied.`,
    before: from,
  }
}

/** What can be taken again: what told the machine something, once each, also where it told of several steps. */
function replayable(entries: readonly StoryEntry[]): StoryEntry[] {
  const taken = new Set<string | number>()
  return entries.filter((entry) => {
    const isNew = !taken.has(entry.webhook ?? entry.id)
    taken.add(entry.webhook ?? entry.id)
    return isNew && replayedEvents(entry).length > 0
  })
}

function replayedEvents(entry: StoryEntry): readonly SessionEvent[] {
  if (entry.cause === 'expiry') return ['session.expired']
  if (entry.cause === 'cancel') return ['session.cancelled']
  return eventsOf(entry)
}
