import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { guideWebhook, organizationId, platformWebhook } from '../../support/webhooks.ts'
import { inLanes, tally } from '../ask.ts'
import type { Attack } from '../report.ts'
import { createSession, readSession, rssMib, startShipped, webhook } from '../target.ts'

/** Each commits to the disk. */
const events = 3000

export const junkKeys: Attack = {
  point: '11',
  async run(check) {
    await check(`${events} events, each with ids and an organization of its own`, manyIds)
    await check('400 events of 400 organizations, 100 a minute allowed', manyOrganizations)
    await check('junk under the ids that true events will have', takenIds)
    await check("another organization's event for our session: refused", () =>
      foreign({ ORGANIZATION_ID: organizationId }),
    )
    await check("another organization's event for a session that ours has moved", movedByOurs)
    await check('nested 33, 1,000 and 20,000 deep', deep)
  },
}

async function manyIds() {
  await using server = await startShipped({ WEBHOOK_RATE_LIMIT: '0' })
  const send = () => {
    const event = guideWebhook('proofs.request', { connectionId: randomUUID(), invitationId: randomUUID() })
    return webhook(server, { ...event, organizationId: randomUUID() })
  }
  await inLanes(Array(500).fill(0), 32, send)
  const beforeMib = rssMib(server)
  const answers = await inLanes(Array(events).fill(0), 32, send)
  const grownMib = rssMib(server) - beforeMib
  const statuses = tally(answers.map(({ status }) => status))
  return { held: grownMib < 80, seen: `${Math.round(grownMib)} MiB more on ${Math.round(beforeMib)}; ${statuses}` }
}

async function manyOrganizations() {
  await using server = await startShipped({ WEBHOOK_RATE_LIMIT: '100' })
  const answers = await inLanes(Array(400).fill(0), 8, () =>
    webhook(server, { ...guideWebhook('connections.request', { connectionId: 'c' }), organizationId: randomUUID() }),
  )
  const stored = answers.filter(({ status }) => status === 200).length
  return { held: stored < 400, seen: tally(answers.map(({ status }) => status)) }
}

const Stored = z.object({ webhookId: z.string(), duplicate: z.boolean().optional() })

/** A platform event's key is a hash of its words, so that it is the same on every server. */
async function takenIds() {
  await using server = await startShipped()
  await using elsewhere = await startShipped()
  const session = await createSession(server)
  const record = { state: 'request-received', outOfBandId: session.invitationId, connectionId: randomUUID() }
  const event = platformWebhook('Connection', record)
  const foreseen = Stored.parse(JSON.parse((await webhook(elsewhere, event)).body)).webhookId
  for (const id of [foreseen, foreseen.replace(/^[a-z]+_/, ''), `reconciler_${session.sessionId}_1`])
    await webhook(server, guideWebhook('junk', {}, id))
  const { duplicate } = Stored.parse(JSON.parse((await webhook(server, event)).body))
  const { status } = await readSession(server, session.sessionId)
  return {
    held: !duplicate && status === 'request',
    seen: `${duplicate ? 'a duplicate' : 'stored'}; the session is at ${status}`,
  }
}

/** Of a server that is told whose it is. Where it is not, whoever has the key may speak for anybody (docs/security.md). */
async function foreign(variables: Readonly<Record<string, string>>) {
  await using server = await startShipped(variables)
  const { invitationId, sessionId } = await createSession(server)
  const body = guideWebhook('connections.completed', { invitationId, connectionId: 'theirs' })
  const theirs = { ...body, organizationId: organizationId.replace(/^./, 'f') }
  const { status } = await webhook(server, theirs)
  const view = await readSession(server, sessionId)
  return { held: view.status === 'invitation', seen: `${status}; the session is at ${view.status}` }
}

async function movedByOurs() {
  await using server = await startShipped()
  const { invitationId, sessionId } = await createSession(server)
  await webhook(server, guideWebhook('connections.request', { invitationId, connectionId: 'ours' }))
  const theirs = {
    ...guideWebhook('connections.completed', { invitationId, connectionId: 'ours' }),
    organizationId: 'x',
  }
  const { status } = await webhook(server, theirs)
  const view = await readSession(server, sessionId)
  return { held: view.status === 'request', seen: `${status}; the session is at ${view.status}` }
}

async function deep() {
  await using server = await startShipped()
  const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
  const lists = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
  const body = (value: string) =>
    JSON.stringify(guideWebhook('connections.request', { more: 0 })).replace('"more":0', `"more":${value}`)
  const statuses = await inLanes([33, 1000, 20_000, 200_000], 1, async (depth) => [
    (await webhook(server, body(nested(depth)))).status,
    (await webhook(server, body(lists(depth)))).status,
  ])
  return { held: statuses.flat().every((status) => status === 400), seen: tally(statuses.flat()) }
}
