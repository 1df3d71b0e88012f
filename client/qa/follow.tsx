import { useMutation } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { expectedPath } from '../../shared/expected-path.ts'
import { toHistoryFile } from '../../shared/history-file.ts'
import type { SessionEvent } from '../../shared/session-status.ts'
import { topicOf } from '../../shared/session-topic.ts'
import { codeOf } from '../live/failure.ts'
import { keepView } from '../live/use-live-session.ts'
import { client } from '../server.ts'
import { usePageTitle } from '../ui/shell.tsx'
import { marksOf, noMarks, stateAt } from './chart/marks.ts'
import { EventPanel } from './event-panel.tsx'
import { FollowStatus } from './follow-status.tsx'
import { PathPanel } from './path-panel.tsx'
import { Playback } from './playback.tsx'
import { Entries, Panel } from './qa-parts.tsx'
import { type ModeProps, useLookedAt } from './qa-search.ts'
import { SessionList } from './session-list.tsx'
import { Stage } from './stage.tsx'
import { TimeAxis } from './time-axis.tsx'
import { upToNow, useFollowed } from './use-followed.ts'

/** Follows one session live, or looks at its past; without a session, the machine alone and a list to choose from. */
export function Follow({ search, onChange }: ModeProps) {
  const followed = useFollowed(search.session)
  const { session, view, entries, timeline } = followed
  const [at, look] = useLookedAt(search.event, onChange)
  const [isCompared, setCompared] = useState(false)
  const sending = useSend(search.session)
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
  usePageTitle(`State machine${search.session === null ? '' : ` of ${search.session.slice(0, 8)}`} – NELFUND Connect`)

  const where = state ? `${state.status}, credential ${state.credential}, proof ${state.proof}` : 'the machine alone'
  const name = search.session === null ? 'session-machine' : `session-${search.session}`
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
        search={search}
        onChange={onChange}
        marks={marks}
        label={`State machine: ${where}`}
        exported={{ name, json: timeline && toHistoryFile(timeline, new Date()) }}
        isReadOnly={isPast}
      >
        {view && <Playback entries={entries} at={isPast ? at : null} onMove={look} end="Live" />}
      </Stage>
      {(session.state === 'none' || session.state === 'unknown') && <SessionList view={search.view} />}
      {view && state && (
        <div className="qa-columns">
          <Panel label="History" heading="Timeline" className="qa-history">
            <Entries label="Timeline" entries={entries} at={at} onSelect={look} />
          </Panel>
          <div className="qa-side">
            <p className="qa-sent" role="status">
              {sending.message}
            </p>
            <EventPanel
              heading="Send an event"
              hint="Each event is sent as a real, signed webhook."
              state={state}
              onSend={sending.send}
              blocked={isPast ? 'You are looking at the past. Go back to live to send events.' : null}
              refuse={(event) => (event === 'session.expired' ? `This happens by itself, at ${view.expiresAt}.` : null)}
              requestType={requestType}
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
              commands={timeline?.commands ?? []}
              arrivals={followed.arrivals}
              selected={(isPast ? entries[index] : entries.at(-1)) ?? null}
            />
          </div>
        </div>
      )}
    </>
  )
}

/** Sends events to a session, and tells in `message` what became of the last one. */
function useSend(sessionId: string | null) {
  const { mutate, variables, error, isPending, data } = useMutation({
    networkMode: 'always', // to say at once that there is no network
    async mutationFn(event: SessionEvent) {
      if (sessionId === null) return ''
      const topic = topicOf(event)
      if (event === 'session.proof-renewed' || event === 'session.offer-renewed') {
        const before = keepView(await client.session.get.query({ sessionId }))
        const verb = event === 'session.proof-renewed' ? 'requestProof' : 'offerCredential'
        const after = keepView(await client.session[verb].mutate({ sessionId }))
        const isAsked = after.version > before.version
        return isAsked ? 'The wallet is asked again.' : 'The wallet is still being asked; try again in a minute.'
      }
      if (topic === null) {
        keepView(await client.session.cancel.mutate({ sessionId }))
        return 'The session was cancelled.'
      }
      const { outcome } = await client.qa.send.mutate({ sessionId, event: topic })
      return `${topic} was sent as a webhook: ${outcome ?? 'stored'}.`
    },
  })
  const failed = error && variables ? sendFailure(variables, error) : ''
  return { message: isPending ? `Sending ${variables}…` : (data ?? failed), send: mutate }
}

function sendFailure(event: SessionEvent, error: Error): string {
  if (codeOf(error) === 'UNAUTHORIZED') return `${event} was not sent: you are signed out. Sign in again.`
  if (codeOf(error) === null) return `${event} may not have been sent: the server did not answer. Try again.`
  return `${event} was not applied. ${error.message}.`.replace('..', '.')
}
