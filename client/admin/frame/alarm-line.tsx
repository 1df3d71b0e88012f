import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { type Alarm, type ReplayJob, trpc } from '../../trpc.ts'
import { SmallButton } from '../console-parts.tsx'
import { eventsUrl } from '../console-urls.ts'
import { OutcomeIcon } from '../outcome-icon.tsx'
import { wouldDoAll } from '../replays/replay-messages.ts'
import { type Replays, resultOf } from '../replays/use-replays.ts'
import { counted } from '../times.tsx'
import { alarmHref, alarmText, failedFilter } from './alarm-texts.ts'

/** What needs a person, on top of everything: the worst with what to do about it, the rest as pills; and what a replay is doing or has done. */
export function AlarmLine({
  alarms,
  replays,
  onRefused,
}: {
  alarms: readonly Alarm[]
  replays: Replays
  onRefused: () => void
}) {
  const [worst, ...others] = alarms
  const job = replays.shown
  if (!worst && !job) return null
  const pills = job ? alarms : others
  return (
    <section className={`alarm ${job ? 'alarm-job' : `alarm-${severityOf(worst)}`}`} aria-label="Needs a person">
      {job ? (
        <JobLine job={job} replays={replays} />
      ) : (
        worst && <AlarmText alarm={worst} replays={replays} onRefused={onRefused} />
      )}
      <span className="space" />
      <span className="alarm-others">
        {pills.map((alarm) => (
          <Pill key={`${alarm.cause} ${alarm.detail}`} alarm={alarm} onRefused={onRefused} />
        ))}
      </span>
    </section>
  )
}

function severityOf(alarm: Alarm | undefined): 'now' | 'soon' {
  const soon = ['refused-webhooks', 'stalled-sessions', 'oldest-unmatched', 'rotation-unfinished', 'privacy-notice']
  return alarm && soon.includes(alarm.cause) ? 'soon' : 'now'
}

function Pill({ alarm, onRefused }: { alarm: Alarm; onRefused: () => void }) {
  const text = alarmText(alarm).short
  if (alarm.cause === 'refused-webhooks') {
    return (
      <button type="button" className="pill" onClick={onRefused}>
        {text}
      </button>
    )
  }
  const href = alarmHref(alarm)
  return href === null ? (
    <span className="pill">{text}</span>
  ) : (
    <Link className="pill" href={href}>
      {text}
    </Link>
  )
}

function AlarmText({ alarm, replays, onRefused }: { alarm: Alarm; replays: Replays; onRefused: () => void }) {
  const { head, rest } = alarmText(alarm)
  const href = alarmHref(alarm)
  return (
    <>
      <p className="alarm-text" role="alert">
        <OutcomeIcon of={severityOf(alarm) === 'now' ? 'failed' : 'unmatched'} /> <strong>{head}</strong> {rest}{' '}
        {alarm.cause === 'failed-webhooks' && <WouldDo alarm={alarm} />}
      </p>
      {alarm.cause === 'refused-webhooks' ? (
        <SmallButton onClick={onRefused}>Show why</SmallButton>
      ) : (
        href !== null && (
          <Link className="btn" href={href}>
            Show
          </Link>
        )
      )}
      {alarm.cause === 'failed-webhooks' && (
        <SmallButton
          disabled={replays.isStarting}
          onClick={() => replays.start({ filter: failedFilter(alarm) }, alarm.count)}
        >
          Replay {alarm.count}
        </SmallButton>
      )}
    </>
  )
}

/** Said before it is done. */
function WouldDo({ alarm }: { alarm: Alarm }) {
  const filter = failedFilter(alarm)
  const { data } = useQuery(
    trpc.admin.replays.preview.queryOptions({ filter }, { staleTime: 10_000, refetchOnWindowFocus: false }),
  )
  return data ? <span className="alarm-would">{wouldDoAll(data)}</span> : null
}

const tries: readonly (readonly ['applied' | 'stale' | 'unmatched' | 'ignored' | 'failed', string])[] = [
  ['applied', 'applied'],
  ['stale', 'stale'],
  ['unmatched', 'still waiting'],
  ['ignored', 'ignored'],
  ['failed', 'failed again'],
]

/** A replay of many while it goes on, and what came of it until that is put away. */
function JobLine({ job, replays }: { job: ReplayJob; replays: Replays }) {
  const { done, total, tookMs } = resultOf(job)
  const isOver = job.state !== 'running'
  const what =
    job.state === 'cancelled' ? `Cancelled after ${counted(done, 'replay')}` : `${counted(done, 'webhook')} replayed`
  return (
    <>
      <p className="alarm-text" role="status">
        <OutcomeIcon of={isOver && job.failed === 0 ? 'applied' : 'unmatched'} />{' '}
        <strong>
          {isOver
            ? `${what}${tookMs === null ? '' : ` in ${(tookMs / 1000).toFixed(1)} s`}.`
            : `Replaying: ${done} of ${total ?? 'many'} done.`}
        </strong>
      </p>
      {!isOver && <progress max={total ?? undefined} value={total === null ? undefined : done} aria-label="Replayed" />}
      <Results job={job} />
      {isOver ? (
        <SmallButton onClick={replays.putAway}>Done</SmallButton>
      ) : (
        <SmallButton onClick={() => replays.cancel(job.id)}>Cancel</SmallButton>
      )}
    </>
  )
}

function Results({ job }: { job: ReplayJob }): ReactNode {
  return (
    <>
      {tries.flatMap(([outcome, word]) =>
        job[outcome] === 0 && outcome !== 'applied' ? (
          []
        ) : (
          <Link key={outcome} className="pill pill-plain" href={eventsUrl(`outcome:${outcome}`)}>
            <OutcomeIcon of={outcome} /> <b>{job[outcome]}</b> {word}
          </Link>
        ),
      )}
      {job.purged > 0 && <span className="pill pill-plain">{job.purged} without a body</span>}
    </>
  )
}
