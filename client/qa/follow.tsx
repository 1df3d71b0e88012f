import { useMemo, useState } from 'react'
import { toHistoryFile } from '../../shared/history-file.ts'
import type { SessionEvent } from '../../shared/session-status.ts'
import { isEnded } from '../live/is-ended.ts'
import { useServerTime } from '../live/server-clock.ts'
import { client } from '../server.ts'
import { usePageTitle } from '../ui/shell.tsx'
import { compareMarks, marksOf, noMarks, type PathStep } from './chart/marks.ts'
import { ChartPane } from './chart-pane.tsx'
import { sayComparison } from './compare-paths.ts'
import { explainState } from './explain-state.ts'
import { announce, FollowNotice, FollowTitle, linkMessages } from './follow-messages.tsx'
import { HistoryPanel } from './history-panel.tsx'
import { NowPanel } from './now-panel.tsx'
import { movesUntil, stateAfter, staysOf, toPast } from './past.ts'
import { type ModeProps, useLookedAt } from './qa-search.ts'
import { toSendKeys } from './send-keys.ts'
import { SendPanel } from './send-panel.tsx'
import { notesOf } from './state-notes.ts'
import { TimeDock } from './time-dock.tsx'
import { useEntryOf } from './use-entry-of.ts'
import { useKeys } from './use-keys.ts'
import { useSend } from './use-send.ts'
import { aheadOf, useStory } from './use-story.ts'
import { Workspace } from './workspace.tsx'

const happensByItself = (event: SessionEvent) => event === 'session.expired'

/** Follows one session live, or looks at its past; without a session, the machine alone. */
export function Follow(mode: ModeProps) {
  const { search, onChange } = mode
  const followed = useStory(search.session)
  const other = useStory(search.compare)
  const { view, entries, story } = followed
  const [at, look] = useLookedAt(search.event, onChange)
  const [isComparing, setComparing] = useState(false)
  const [showsSkips, setSkips] = useState(false)
  const sending = useSend(search.session)
  const nowMs = useServerTime()

  const past = useMemo(() => toPast(entries), [entries])
  const otherPast = useMemo(() => toPast(other.entries), [other.entries])
  const { place, isLost } = useEntryOf(search.session, at, past, story !== null)
  const index = place
  const isPast = index !== null

  const { moves, path, state } = useMemo(() => {
    const known = isPast ? movesUntil(past, index) : past.moves.map(({ entry }) => entry)
    const ahead = isPast ? null : aheadOf(known.at(-1), view)
    const now = isPast
      ? stateAfter(known)
      : view
        ? { status: view.status, credential: view.credential, proof: view.proof }
        : stateAfter(known)
    const steps: readonly PathStep[] = ahead ? [...known, ahead] : known
    return { moves: known, path: steps, state: now }
  }, [past, isPast, index, view])
  const requestType = view?.requestType ?? story?.requestType
  const canSend = story?.canSend ?? false
  const send = useMemo(() => (state ? toSendKeys(state, requestType, happensByItself) : null), [state, requestType])
  const live = canSend && !isPast ? send : null
  const marks = useMemo(() => {
    if (!state) return noMarks
    const own = marksOf(state, path, requestType)
    const theirs = stateAfter(otherPast.moves.map(({ entry }) => entry))
    return theirs
      ? compareMarks(
          own,
          marksOf(
            theirs,
            otherPast.moves.map(({ entry }) => entry),
          ),
        )
      : own
  }, [state, path, requestType, otherPast])
  const stays = useMemo(() => staysOf(moves), [moves])
  const hasEnded = view ? isEnded(view.status) : true
  const [leftMs, leave] = useState<number | null>(null)
  if (isPast !== (leftMs !== null)) leave(isPast ? nowMs : null) // the axis stands still while the past is looked at
  const endMs = hasEnded ? (past.timesMs.at(-1) ?? nowMs) : Math.max(leftMs ?? nowMs, past.timesMs.at(-1) ?? 0)
  const lookedMs = isPast ? (past.timesMs[index] ?? nowMs) : view ? nowMs : endMs
  const notes = notesOf(marks, stays, lookedMs, live)

  useKeys((key) => {
    const event = live && [...live.keys].find(([, digit]) => digit === key)?.[0]
    if (!event) return false
    sending.send(event)
    return true
  })
  usePageTitle(`State machine${search.session === null ? '' : ` of ${search.session.slice(0, 8)}`} – NELFUND Connect`)

  const where = state ? `${state.status}, credential ${state.credential}, proof ${state.proof}` : 'the machine alone'
  const exported = {
    name: search.session === null ? 'session-machine' : `session-${search.session}`,
    json: story
      ? async () => toHistoryFile(await client.qa.timeline.query({ sessionId: story.sessionId }), new Date())
      : null,
  }
  const theirMoves = useMemo(() => otherPast.moves.map(({ entry }) => entry), [otherPast])
  const comparison = useMemo(() => {
    if (search.compare === null) return null
    if (other.session.state === 'unknown') return 'The session to compare with does not exist.'
    if (!other.story) return 'Reading the other session…'
    return `B is ${search.compare.slice(0, 8)}. ${sayComparison(
      past.moves.map(({ entry }) => entry),
      theirMoves,
    )}`
  }, [search.compare, other.session.state, other.story, past, theirMoves])
  const blocked = isPast
    ? 'You are looking at the past.'
    : canSend
      ? null
      : 'This server is in production: it sends no test events.'
  return (
    <Workspace
      mode={mode}
      marks={marks}
      exported={exported}
      link={linkMessages(followed, isPast)}
      followed={view}
      isComparing={isComparing}
      announcement={isPast ? '' : announce(moves.at(-1))}
      centre={
        <ChartPane
          {...mode}
          marks={marks}
          label={`State machine: ${where}`}
          notes={notes}
          showsSkips={showsSkips}
          onSkips={setSkips}
          sends={live?.byState ?? new Map()}
          sendable={live?.possible ?? new Set()}
          sendKeys={live?.keys ?? new Map()}
          onSend={sending.send}
          explain={(id) =>
            state
              ? explainState(id, state, {
                  keys: live?.keys ?? new Map(),
                  ...(requestType && { requestType }),
                  canSend: live !== null,
                })
              : []
          }
          isPast={isPast}
          title={
            <FollowTitle
              followed={followed}
              nowMs={nowMs}
              isPast={isPast}
              comparison={comparison}
              onLive={() => look(null)}
            />
          }
          actions={
            view && (
              <button
                type="button"
                className="qa-button"
                aria-pressed={isComparing || search.compare !== null}
                onClick={() => {
                  setComparing(search.compare === null && !isComparing)
                  if (search.compare !== null) onChange({ compare: null })
                }}
              >
                {search.compare === null
                  ? isComparing
                    ? 'Choose one on the left'
                    : 'Compare with…'
                  : 'Stop comparing'}
              </button>
            )
          }
          notice={
            <FollowNotice
              followed={followed}
              isLost={isLost}
              onLeave={() => onChange({ session: null, event: null, compare: null })}
            />
          }
        />
      }
      sideLabel="Session"
      side={
        state && send ? (
          <>
            <NowPanel state={state} stays={stays} nowMs={lookedMs} />
            <SendPanel
              heading="Send"
              hint="a real signed webhook"
              state={state}
              {...(requestType && { requestType })}
              send={send}
              onSend={sending.send}
              blocked={blocked}
              refuse={(event) =>
                happensByItself(event) ? `This happens by itself, at ${view?.expiresAt ?? 'its time'}.` : null
              }
              message={sending.message}
            />
            <HistoryPanel entries={entries} index={index} onSelect={look} />
          </>
        ) : (
          <p className="qa-section qa-soft">
            Choose a session on the left to follow it; or walk the machine in the sandbox.
          </p>
        )
      }
      dock={
        entries.length > 0 && (
          <TimeDock
            past={past}
            index={index}
            endMs={endMs}
            {...(story && { commands: story.commands })}
            other={search.compare === null ? null : otherPast}
            end="Live"
            onMove={look}
          />
        )
      }
    />
  )
}
