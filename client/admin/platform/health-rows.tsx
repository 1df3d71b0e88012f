import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { elapsed } from '../../timeline/elapsed.ts'
import { type Alarm, trpc, type WebhookApp } from '../../trpc.ts'
import { alarmText } from '../frame/alarm-texts.ts'
import { OutcomeIcon } from '../outcome-icon.tsx'
import { counted, RowTime } from '../times.tsx'

const looked = 20

interface Row {
  readonly name: string
  readonly alarms: readonly Alarm[]
  /** Whether it is wrong though no alarm says so. */
  readonly isWrong?: boolean
  /** Whether there is nothing yet to tell it by: then it is neither well nor wrong. */
  readonly isUntold?: boolean
  /** What is to be said where nothing is wrong. */
  readonly fine: ReactNode
}

/** How the platform is, a row for each thing that can be wrong with it: seen by this server, and by the platform's own account. */
export function HealthRows({ app }: { app: WebhookApp }) {
  const { data: account } = useQuery(trpc.admin.platform.health.queryOptions())
  const { data: alarms = [] } = useQuery(trpc.admin.alarms.queryOptions())
  const { data: stats } = useQuery(trpc.admin.stats.queryOptions())
  const { data: deliveries } = useQuery(
    trpc.admin.platform.deliveries.queryOptions({ limit: looked }, { enabled: app.kind === 'app' }),
  )
  const of = (...causes: readonly Alarm['cause'][]) => alarms.filter(({ cause }) => causes.includes(cause))
  const lost = deliveries?.filter(({ httpStatus }) => httpStatus !== null && httpStatus !== 200).length ?? 0
  const rows: readonly Row[] = [
    {
      name: 'Platform',
      alarms: of('wrong-credentials', 'platform-away'),
      fine: account?.mode === 'simulator' ? 'The simulator stands in for it.' : `${account?.host ?? 'It'} answers.`,
    },
    {
      name: 'Webhook app',
      alarms: [],
      isWrong: app.isActive === false,
      fine:
        app.isActive === false
          ? 'It is inactive: no webhook comes.'
          : `It sends to ${app.webhookUrl ?? 'no address that it tells'}.`,
    },
    {
      name: 'Webhooks',
      alarms: of('silence', 'refused-webhooks'),
      isUntold: !stats?.lastWebhookAt,
      fine: stats?.lastWebhookAt ? (
        <>
          The last came at <RowTime at={stats.lastWebhookAt} />; {counted(stats.last24h, 'webhook')} in 24 h
          {stats.lagP95Ms !== null && `, 95 % within ${elapsed(stats.lagP95Ms)} of being sent`}.
        </>
      ) : (
        'None has come yet.'
      ),
    },
    {
      name: 'Deliveries',
      alarms: [],
      isWrong: lost > 0,
      isUntold: deliveries === undefined || deliveries.length === 0,
      fine:
        deliveries === undefined || deliveries.length === 0
          ? 'The platform tells of none.'
          : lost > 0
            ? `Of the last ${deliveries.length}, ${lost} were not answered 200.`
            : deliveries.length === 1
              ? 'The last was answered 200.'
              : `The last ${deliveries.length} were answered 200.`,
    },
    { name: 'Requests', alarms: of('refused-commands'), fine: 'Whatever was asked of it was done.' },
    {
      name: 'Webhook key',
      alarms: of('rotation-unfinished'),
      fine: 'One is accepted.',
    },
  ]
  return (
    <section className="panel" aria-labelledby="health-heading">
      <h2 id="health-heading">Health</h2>
      <table className="rows rows-plain health" aria-labelledby="health-heading">
        <tbody>
          {rows.map(({ name, alarms: own, isWrong = false, isUntold = false, fine }) => {
            const needs = own.length > 0 || isWrong
            const [form, words] = needs
              ? (['failed', 'needs a person'] as const)
              : isUntold
                ? (['ignored', 'nothing to tell it by yet'] as const)
                : (['applied', 'as it should be'] as const)
            return (
              <tr key={name}>
                <th scope="row">
                  <OutcomeIcon of={form} /> <b>{name}</b>
                  <span className="visually-hidden">{`, ${words}`}</span>
                </th>
                <td>
                  {own.length === 0
                    ? fine
                    : own.map((alarm) => {
                        const { head, rest } = alarmText(alarm)
                        return <p key={`${alarm.cause} ${alarm.detail}`}>{`${head} ${rest}`}</p>
                      })}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
