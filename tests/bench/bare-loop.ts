import { pino } from 'pino'
import { openDatabase } from '../../server/db/open-database.ts'
import { storeEvents } from '../../server/webhooks/store-events.ts'
import { toEvent } from '../support/to-event.ts'
import { topics, webhookOf } from './load-shape.ts'

/**
 * What the webhook path does to a database, without HTTP: `bare-loop.ts DATABASE SESSIONS BATCH`, the events of whole
 * registrations in batches of so many, one after another. Tells its parent the events per second.
 */
const [databaseUrl = '', sessions = '0', batch = '1'] = process.argv.slice(2)
const size = Number(batch)
/** As many registrations go on at a time as the load has senders. */
const together = 64

const db = await openDatabase(databaseUrl, pino({ level: 'silent' }))
const events = Array.from({ length: Math.ceil(Number(sessions) / together) }, (_, group) =>
  topics.flatMap((topic) =>
    Array.from({ length: Math.min(together, Number(sessions) - group * together) }, (_, own) =>
      toEvent(JSON.parse(webhookOf(group * together + own, topic))),
    ),
  ),
).flat()
const startedMs = performance.now()
for (let first = 0; first < events.length; first += size) await store(events.slice(first, first + size))
const perSecond = (events.length / (performance.now() - startedMs)) * 1000
await db.close()
process.send?.({ perSecond })
process.disconnect()

async function store(some: typeof events): Promise<void> {
  const batch = { events: some, reserved: undefined, now: new Date(), ttlMs: 900_000, markKey: undefined }
  const { receipts } = await db.transaction((tx) => storeEvents.run(tx, batch))
  if (receipts.some((receipt) => receipt !== 'stored')) throw new Error('An event was not stored')
}
