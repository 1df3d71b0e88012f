import { commandText } from '../../timeline/command-text.ts'
import { elapsed } from '../../timeline/elapsed.ts'
import type { ReplayPreview, WebhookDetail } from '../../trpc.ts'
import { Drawn, WithArrows } from '../../ui/drawn.tsx'
import { PaneSection } from '../console-parts.tsx'
import { RowTime, timeText } from '../times.tsx'

const regions = [
  ['Connection', 'status'],
  ['Proof', 'proof'],
  ['Credential', 'credential'],
] as const

/** The regions of its session before and after: as it was, or, dashed, as a replay would make it. */
export function RegionChange({ event, preview }: { event: WebhookDetail; preview: ReplayPreview | null }) {
  const [first, last] = [event.transitions[0], event.transitions.at(-1)]
  const isDone = first !== undefined && last !== undefined
  const would = preview?.change
  const before = isDone ? first.before : would?.before
  const after = isDone ? last.after : would?.after
  const versions = isDone ? [first.version - 1, last.version] : would?.versions
  if (!before || !after || !versions) return null
  return (
    <PaneSection
      title={isDone ? 'What it did' : 'What it would do'}
      more={
        <small>
          · version {versions[0]} <Drawn is="→" /> {versions[1]}
        </small>
      }
    >
      <div className="regions">
        {regions.flatMap(([label, name]) =>
          before[name] === after[name] ? (
            []
          ) : (
            <div key={name} className="region">
              <span className="quiet">{label}</span>
              <span className="state">{before[name]}</span>
              <span>
                <Drawn is="→" />
              </span>
              <span className={isDone ? 'state state-now' : 'state state-would'}>{after[name]}</span>
            </div>
          ),
        )}
      </div>
    </PaneSection>
  )
}

/** Which of its ids led to its session, and whether the other one agrees. */
export function MatchedBy({ event }: { event: WebhookDetail }) {
  const { connectionId, invitationId, matchedBy, agrees, sessionId } = event
  const keys = [
    ['connectionId', connectionId, matchedBy === 'connection', agrees.connectionId],
    ['invitationId', invitationId, matchedBy === 'invitation', agrees.invitationId],
  ] as const
  return (
    <PaneSection title="Matched by">
      <dl className="keys">
        {keys.map(([name, id, isThis, doesAgree]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <code title={id ?? undefined}>{id ?? 'not given'}</code>
            </dd>
            {id !== null && sessionId !== null && (
              <dd>
                <span className={isThis ? 'tag tag-applied' : 'tag'}>
                  {isThis ? 'this one' : doesAgree === null ? 'new to it' : doesAgree ? 'agrees' : 'another’s'}
                </span>
              </dd>
            )}
          </div>
        ))}
        <div>
          <dt>organization</dt>
          <dd>
            <code title={event.organizationId}>{event.organizationId}</code>
          </dd>
        </div>
      </dl>
      {sessionId === null && <p className="quiet">Neither has led to a session.</p>}
    </PaneSection>
  )
}

/** What the platform was asked for because of it. */
export function Commands({ commands }: { commands: WebhookDetail['commands'] }) {
  if (commands.length === 0) return null
  return (
    <PaneSection title="Then the platform was asked">
      <ul className="plain">
        {commands.map((command) => (
          <li key={`${command.kind} ${command.attempt}`}>{commandText(command)}</li>
        ))}
      </ul>
    </PaneSection>
  )
}

/** How often it came, and each time that it was processed. */
export function Deliveries({ event }: { event: WebhookDetail }) {
  const { redeliveries, redeliveredAt, createdAt, processedAt, replays, attempts } = event
  const tookMs = processedAt === null ? null : Date.parse(processedAt) - Date.parse(createdAt)
  return (
    <PaneSection title={redeliveries === 0 ? 'Came once' : `Came ${redeliveries + 1} times`}>
      <ul className="plain">
        <li>
          <RowTime at={createdAt} /> stored{tookMs !== null && tookMs > 0 && `, done with ${elapsed(tookMs)} later`}
        </li>
        {redeliveries > 0 && redeliveredAt !== null && (
          <li>
            <RowTime at={redeliveredAt} /> {redeliveries === 1 ? 'duplicate' : `last of ${redeliveries} duplicates`}
          </li>
        )}
        {replays.map(({ at, by, detail }) => (
          <li key={`${at} ${detail}`}>
            <RowTime at={at} /> replayed by {by}: <WithArrows>{detail ?? ''}</WithArrows>
          </li>
        ))}
        {attempts > replays.length && (
          <li className="quiet">{`Tried ${attempts} times in all, last ${timeText(processedAt ?? createdAt)}.`}</li>
        )}
      </ul>
    </PaneSection>
  )
}
