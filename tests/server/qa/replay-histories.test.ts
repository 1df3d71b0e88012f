import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { advance } from '../../../shared/advance.ts'
import { readHistoryFile } from '../../../shared/history-file.ts'
import type { TimelineEntry } from '../../../shared/session-timeline.ts'
import { eventsOf } from '../../../shared/session-timeline.ts'
import { asOperator } from '../../support/operator.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { type Keys, webhookSaying } from '../../support/webhook-saying.ts'
import { sendWebhook } from '../../support/webhooks.ts'

const directory = new URL('../../histories/', import.meta.url)
const names = (await readdir(directory)).filter((name) => name.endsWith('.json'))

test('there are histories to replay', () => {
  expect(names.length).toBeGreaterThan(0)
})

test.each(names)('%s: a real server does again what the history says', async (name) => {
  const read = readHistoryFile(await readFile(new URL(name, directory), 'utf8'))
  if ('problem' in read) throw new Error(`${name}: ${read.problem}`)
  const { requestType, entries } = read.file.timeline
  let offsetMs = 0
  const server = await startTestServer({ now: () => new Date(Date.now() + offsetMs) })
  const { sessionId, invitationId } = await server.trpc.session.create.mutate({ requestType })
  const operator = asOperator(server)

  for (const entry of inOrderOfArrival(entries)) {
    if (entry.cause === 'expiry') {
      offsetMs += 3_600_000
      const status = () => server.trpc.session.get.query({ sessionId }).then((view) => view.status)
      await expect.poll(status).toBe('abandoned')
    } else if (entry.cause === 'cancel') await server.trpc.session.cancel.mutate({ sessionId })
    else if (entry.topic !== null) {
      const isUntied = waitedToBeTied(entry, entries)
      await send(server, entry, { ...(!isUntied && { invitationId }), connectionId: sessionId })
    }
  }
  const { entries: replayed } = await operator.qa.timeline.query({ sessionId })
  expect(replayed.map(say)).toEqual(entries.map(say))
})

/** Each webhook once, when it came; what no webhook caused, when it happened. */
function inOrderOfArrival(entries: readonly TimelineEntry[]): TimelineEntry[] {
  const once = [...new Map(entries.map((entry) => [entry.webhookId ?? entry.id, entry])).values()]
  return once.toSorted((a, b) => Date.parse(a.receivedAt ?? a.at) - Date.parse(b.receivedAt ?? b.at))
}

/** A connection's webhook waits only where it does not name the invitation, and nothing has told yet whose its connection is. */
function waitedToBeTied(entry: TimelineEntry, entries: readonly TimelineEntry[]): boolean {
  const { receivedAt, at } = entry
  const created = entries.find(({ cause }) => cause === 'created')
  if (receivedAt === null || !created || receivedAt < created.at || receivedAt === at) return false
  return eventsOf(entry).some((event) => event.startsWith('connection.'))
}

/** What matched no session then must match none now. */
async function send(server: TestServer, entry: TimelineEntry, keys: Keys): Promise<void> {
  const { outcome, before } = entry
  const waits = before !== null && eventsOf(entry).some((event) => advance(before, event).outcome === 'blocked')
  const isForeign = outcome === 'unmatched' && !waits
  const webhook = webhookSaying(entry, { ...keys, ...(isForeign && { connectionId: randomUUID() }) })
  const { status } = await sendWebhook(server, webhook)
  expect(status).toBe(200)
}

function say({ topic, cause, outcome, before, after }: TimelineEntry) {
  return { what: topic ?? cause, outcome, before, after }
}
