import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import { Link } from 'wouter'
import { codeOf } from '../../live/failure.ts'
import { elapsed } from '../../timeline/elapsed.ts'
import { trpc, type WebhookDetail } from '../../trpc.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { WithArrows } from '../../ui/drawn.tsx'
import { LoadFailure, PaneSection, SmallButton } from '../console-parts.tsx'
import { eventsUrl, sessionsUrl, visualiserUrl } from '../console-urls.ts'
import { Icon, OutcomeIcon } from '../outcome-icon.tsx'
import { itDid, wouldDo } from '../replays/replay-messages.ts'
import { nameOf } from '../session-name.tsx'
import { RowTime } from '../times.tsx'
import { asCurl } from './as-curl.ts'
import { EventPayload } from './event-payload.tsx'
import { Commands, Deliveries, MatchedBy, RegionChange } from './event-sections.tsx'
import { type ReplayState, replayResult } from './use-replay.ts'

/** One stored event beside the list: what it did and why not, what a replay would do, and everything that is known of it. */
export function EventPane(props: { webhookId: string; replay: ReplayState; onClose: () => void }) {
  const { webhookId, replay, onClose } = props
  const { data, error, isError, refetch } = useQuery(trpc.admin.webhook.queryOptions({ webhookId, hide: true }))
  const isUnknown = codeOf(error) === 'NOT_FOUND'
  const event = isUnknown ? undefined : data // erased while it is shown, it is shown no longer
  return (
    <aside className="pane" aria-label="Event">
      {!event && (
        <PaneHead title="Event" onClose={onClose}>
          <code>{webhookId}</code>
        </PaneHead>
      )}
      {!event && !isError && <p className="pane-section quiet">Loading…</p>}
      {!event && isError && (
        <LoadFailure className="pane-section" onRetry={isUnknown ? null : refetch}>
          {isUnknown ? `There is no event with the ID ${webhookId}.` : 'The event could not be loaded.'}
        </LoadFailure>
      )}
      {event && <EventDetail key={webhookId} event={event} replay={replay} onClose={onClose} />}
    </aside>
  )
}

/** What a pane is about, and the way out of it. */
export function PaneHead(props: {
  title: ReactNode
  mark?: ReactNode
  link?: string
  onClose: () => void
  children: ReactNode
}) {
  const { title, mark, link, onClose, children } = props
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const isSheet = window.matchMedia('(max-width: 1023px)').matches
    if (isSheet) heading.current?.focus() // over the list, not beside it
  }, [])
  return (
    <header className="pane-head">
      <div className="pane-title">
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        {mark}
        <span className="space" />
        {link !== undefined && <CopyLink link={link} />}
        <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <div className="pane-line">{children}</div>
    </header>
  )
}

function CopyLink({ link }: { link: string }) {
  return (
    <CopyButton className="btn btn-small" text={`${window.location.origin}${link}`}>
      Copy link
    </CopyButton>
  )
}

function EventDetail({ event, replay, onClose }: { event: WebhookDetail; replay: ReplayState; onClose: () => void }) {
  const { webhookId, outcome, topic, dialect, lagMs, sessionId } = event
  const isReplayable = event.payload !== null
  const { data: preview } = useQuery(
    trpc.admin.replays.preview.queryOptions(
      { webhookIds: [webhookId] },
      { enabled: isReplayable && outcome !== 'applied', refetchOnWindowFocus: false },
    ),
  )
  const would = preview && wouldDo(preview)
  const isMain = outcome === 'failed' || (preview?.outcomes.applied ?? 0) > 0
  return (
    <>
      <PaneHead
        title={
          <>
            <OutcomeIcon of={outcome} /> {topic}
          </>
        }
        mark={<span className={`tag tag-${outcome}`}>{outcome}</span>}
        link={eventsUrl('', webhookId)}
        onClose={onClose}
      >
        <RowTime at={event.createdAt} /> · {dialect} · <code className="cut">{webhookId}</code>
        {lagMs !== null && <> · lag {elapsed(Math.max(0, lagMs))}</>}
      </PaneHead>
      <PaneSection>
        <p className={`say say-${outcome}`}>
          <WithArrows>{itDid(event)}</WithArrows>
        </p>
        {would && (
          <p className="would">
            <strong>Replay would</strong> {would}
          </p>
        )}
        <div className="acts">
          <SmallButton
            isMain={isMain}
            disabled={replay.isRunning || !isReplayable}
            onClick={() => replay.run(webhookId)}
          >
            {outcome === 'applied' ? 'Replay again' : 'Replay'} <kbd>R</kbd>
          </SmallButton>
          <CopyAsCurl event={event} />
          {sessionId !== null && (
            <>
              <Link className="btn" href={sessionsUrl('', sessionId)}>
                Session {nameOf(event)}
              </Link>
              <Link className="btn" href={visualiserUrl(sessionId, webhookId)}>
                In the visualiser
              </Link>
            </>
          )}
        </div>
        {/* It stays in the page while empty, for the result to come into. */}
        <p className="replay-result" role="status">
          {replay.webhookId === webhookId && replayResult(replay)}
        </p>
      </PaneSection>
      <RegionChange event={event} preview={preview ?? null} />
      <MatchedBy event={event} />
      <Commands commands={event.commands} />
      <Deliveries event={event} />
      <EventPayload event={event} />
    </>
  )
}

/** The very body, so what is personal in it is fetched for it, and that is recorded. */
function CopyAsCurl({ event }: { event: WebhookDetail }) {
  const { data } = useQuery(trpc.admin.webhook.queryOptions({ webhookId: event.webhookId }, { enabled: false }))
  const body = data?.payload ?? event.payload
  if (body === null) return null
  return (
    <CopyButton className="btn copy-curl" text={asCurl(window.location.origin, body)}>
      Copy as curl
    </CopyButton>
  )
}
