import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { type Rotation as Observed, trpc } from '../../trpc.ts'
import { count, counted, RowTime } from '../times.tsx'
import { RotateSecret } from './rotate-secret.tsx'

const everyMs = 10_000

/** The change of the webhook secret in four steps, each of which is done once that was seen: which secrets the servers accept, and with which webhooks come. */
export function Rotation() {
  const { data } = useQuery(trpc.admin.platform.rotation.queryOptions(undefined, { refetchInterval: everyMs }))
  return (
    <section className="panel rotation" aria-labelledby="rotation-heading">
      <h2 id="rotation-heading">{data?.isUnfinished ? 'A new webhook secret' : 'Webhook secret'}</h2>
      {data && (data.isUnfinished ? <Steps of={data} /> : <OneAccepted of={data} />)}
      <RotateSecret isMore={data?.isUnfinished ?? false} />
    </section>
  )
}

function OneAccepted({ of: { newMark, servers, withNew, withOlder } }: { of: Observed }) {
  return (
    <p>
      {counted(servers.length, 'server')} accept{servers.length === 1 && 's'} <Mark of={newMark} /> alone.{' '}
      {counted(withNew, 'webhook')} came with it in 48 h{withOlder > 0 && `, ${count(withOlder)} with an older one`}.
    </p>
  )
}

function Steps({ of }: { of: Observed }) {
  const { newMark, servers, made, isEverywhere, withNew, withOlder, lastOlderAt, isOlderSilent } = of
  const isUsed = isEverywhere && isOlderSilent
  const steps: readonly (readonly [name: string, isDone: boolean, words: ReactNode])[] = [
    [
      'Make it',
      true,
      <>
        The newest is <Mark of={newMark} />
        {made && (
          <>
            ; the console last made one <RowTime at={made.at} />, {made.by}
          </>
        )}
        .
      </>,
    ],
    [
      'Give it to the servers',
      isEverywhere,
      <ul key="servers" className="plain">
        {servers.map(({ name, marks }) => (
          <li key={name}>
            <code>{name}</code> accepts{' '}
            {marks.map((mark, index) => (
              <span key={mark}>
                {index > 0 && ' and '}
                <Mark of={mark} />
              </span>
            ))}
            {newMark !== null && !marks.includes(newMark) && ': not yet the newest'}
          </li>
        ))}
      </ul>,
    ],
    [
      'See that only the new one is used',
      isUsed,
      <>
        In 48 h {counted(withNew, 'webhook')} came with the new one, {count(withOlder)} with an older one
        {lastOlderAt !== null && (
          <>
            , the last before <RowTime at={lastOlderAt} />
          </>
        )}
        .{' '}
        {isUsed
          ? 'The older one has been silent for a day.'
          : withNew === 0
            ? 'The platform does not use it yet: rotate here, or with npm run confirmd -- webhook rotate.'
            : 'Waiting for 24 h without the older one.'}
        <Hours of={of} />
      </>,
    ],
    [
      'Take the old one away',
      false,
      isUsed
        ? 'Now: have WEBHOOK_SECRET be the new one, take WEBHOOK_SECRET_PREVIOUS out of the settings, and restart each server.'
        : 'Not yet. If it has leaked, at once: what is refused meanwhile is found by asking the platform.',
    ],
  ]
  const here = steps.findIndex(([, isDone]) => !isDone)
  return (
    <ol className="steps">
      {steps.map(([name, isDone, words], index) => (
        <li
          key={name}
          className={isDone ? 'step-done' : index === here ? 'step-here' : undefined}
          aria-current={index === here ? 'step' : undefined}
        >
          <b>{name}</b> <span className={isDone ? 'tag tag-applied' : 'tag'}>{isDone ? 'seen' : 'not yet'}</span>
          <div>{words}</div>
        </li>
      ))}
    </ol>
  )
}

/** Which secret it is: the beginning of its digest. */
function Mark({ of }: { of: string | null }) {
  return <code title="The beginning of its SHA-256 digest">{of ?? '–'}</code>
}

const [barPx, heightPx] = [7, 44]

/** How many webhooks came with which, hour by hour. */
function Hours({ of: { hours, withNew, withOlder } }: { of: Observed }) {
  const most = Math.max(1, ...hours.map(({ newer, older }) => newer + older))
  const scale = (value: number) => (value === 0 ? 0 : Math.max(1.5, (value / most) * heightPx))
  const label = `The last 48 hours: ${counted(withNew, 'webhook')} with the new secret, ${withOlder} with an older one`
  return (
    <svg className="rotation-hours" viewBox={`0 0 ${hours.length * barPx} ${heightPx}`} role="img" aria-label={label}>
      {hours.map(({ newer, older }, index) => {
        const [newPx, oldPx] = [scale(newer), scale(older)]
        const x = index * barPx
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the hours move on by one
          <g key={index}>
            <rect className="bar-applied" x={x} y={heightPx - newPx} width={barPx - 2} height={newPx} />
            <rect className="bar-older" x={x} y={heightPx - newPx - oldPx} width={barPx - 2} height={oldPx} />
          </g>
        )
      })}
    </svg>
  )
}
