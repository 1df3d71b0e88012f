import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { databases, freshDirectory } from '../../support/databases.ts'
import { countBothWays } from '../../support/full-count.ts'
import { openReader } from '../../support/open-reader.ts'
import { asOperator } from '../../support/operator.ts'
import { childVariables, startServerProcess } from '../../support/server-process.ts'
import { startTestServer } from '../../support/test-server.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

const personal = ['did:example:secret-did', 'Label of a Student', 'payload-only-word', 'Agent of a User']
const Created = z.object({ sessionId: z.string(), invitationId: z.string() })
const main = join(import.meta.dirname, '../../../server/main.ts')

describe.each(databases)('on $name', ({ name, fresh }) => {
  test('personal data older than the retention goes, what is younger stays, and so do all counts', async () => {
    let now = new Date('2026-01-01T00:00:00Z')
    const databaseUrl = await fresh()
    const server = await startTestServer({ databaseUrl, now: () => now, variables: { RETENTION_DAYS: '30' } })
    const old = await connect(server.url, 'old')
    now = new Date('2026-01-20T00:00:00Z')
    const young = await connect(server.url, 'young')
    now = new Date('2026-02-05T00:00:00Z')
    const { admin } = asOperator(server)
    const before = await admin.stats.query()
    expect(await admin.purge.mutate({ dryRun: true })).toMatchObject({ payloads: 2, sessions: 1, 'history labels': 2 })
    expect((await admin.webhook.query({ webhookId: 'old-1' })).payload).toContain('payload-only-word')

    expect(await admin.purge.mutate({ dryRun: false })).toMatchObject({ payloads: 2, sessions: 1, 'history labels': 2 })
    expect(await admin.purge.mutate({ dryRun: false })).toMatchObject({ payloads: 0, sessions: 0, 'history labels': 0 })
    const after = await admin.stats.query()
    expect(after).toMatchObject({
      total: before.total,
      outcomes: before.outcomes,
      byTopic: before.byTopic,
      statuses: before.statuses,
    })
    const { running, full } = await countBothWays(databaseUrl)
    expect({ ...running, received: {} }).toEqual({ ...full, received: {} })
    expect(await admin.webhook.query({ webhookId: 'old-1' })).toMatchObject({ payload: null, outcome: 'applied' })
    expect((await admin.webhook.query({ webhookId: 'young-1' })).payload).toContain('payload-only-word')
    expect((await server.trpc.session.get.query({ sessionId: old })).theirLabel).toBeNull()
    expect((await server.trpc.session.get.query({ sessionId: young })).theirLabel).toBe('Label of a Student')
    await expect(admin.replay.mutate({ webhookId: 'old-1' })).rejects.toMatchObject({
      message: expect.stringContaining('has been purged'),
      data: { code: 'PRECONDITION_FAILED' },
    })
    const overwritten = name === 'SQLite' ? 'files overwritten' : 'files not overwritten'
    expect((await admin.audit.query({ limit: 50 })).items).toContainEqual(
      expect.objectContaining({ action: 'purged', by: 'bearer token', detail: expect.stringContaining(overwritten) }),
    )
  })

  test('the server purges by itself in the quiet hour, and makes up for one that it was down in', async () => {
    const databaseUrl = await fresh()
    const purges: string[] = []
    for (const [at, expected] of [
      ['2026-01-01T00:00:00Z', 0],
      ['2026-06-01T14:00:00Z', 1], // down for months, then started in the afternoon
      ['2026-06-01T20:00:00Z', 1],
      ['2026-06-02T03:10:00Z', 2], // back in the quiet hour
      ['2026-06-02T03:40:00Z', 2],
      ['2026-06-03T03:05:00Z', 3],
      ['2026-06-04T09:00:00Z', 4],
    ] as const) {
      const server = await startTestServer({ databaseUrl, now: () => new Date(at) })
      if (expected === 0) await connect(server.url, 'old')
      await server.stop() // ends the round that began with the start
      purges.splice(0, purges.length, ...(await auditedPurges(databaseUrl)))
      expect(purges, at).toHaveLength(expected)
    }
    expect(purges[0]).toContain('2 payloads')
    expect(purges[1]).toContain('0 payloads')
  })
})

test('what is purged is gone from the bytes of the files', async () => {
  let now = new Date('2026-01-01T00:00:00Z')
  const databaseUrl = `sqlite:${join(await freshDirectory(), 'test.db')}`
  const path = databaseUrl.slice('sqlite:'.length)
  const server = await startTestServer({ databaseUrl, now: () => now, variables: { WEBHOOK_RATE_LIMIT: '0' } })
  for (let index = 0; index < 30; index++) await connect(server.url, `old-${index}`)
  const bytes = () =>
    ['', '-wal', '-shm', '-journal']
      .map((end) => (existsSync(path + end) ? readFileSync(path + end, 'latin1') : ''))
      .join('')
  const found = () => personal.filter((text) => bytes().includes(text))
  expect(found()).toEqual(personal)
  now = new Date('2026-06-01T00:00:00Z')
  await asOperator(server).admin.purge.mutate({ dryRun: false })
  expect(found()).toEqual([])
})

test('from the command line: counted while the server runs, purged when it has stopped', async () => {
  await using server = await startServerProcess()
  await connect(server.url, 'old', server.webhookSecret)
  const path = join(server.directory, 'data/nelfund-connect.db')
  const age = new Database(path)
  for (const [table, columns] of [
    ['WebhookEvent', ['createdAt']],
    ['ConnectionSession', ['createdAt', 'updatedAt']],
    ['SessionHistory', ['at']],
  ] as const) {
    for (const column of columns) age.exec(`update "${table}" set "${column}" = 0`)
  }
  age.close()
  const run = async (...args: string[]) => {
    const options = { cwd: server.directory, env: { ...childVariables } }
    return (await promisify(execFile)(process.execPath, [main, ...args], options)).stdout
  }
  expect(await run('--purge', '--dry-run')).toMatch(
    /^ +2 {2}payloads\n +1 {2}sessions\n +2 {2}history labels\n.*would be purged\n$/s,
  )
  await expect(run('--purge')).rejects.toThrow(/Another process is using the database/)
  await server.kill('SIGTERM')
  expect(await run('--purge')).toMatch(/^ +2 {2}payloads\n.* purged\n$/s)
  expect(readFileSync(path, 'latin1')).not.toContain('Label of a Student')
})

/** What the audit trail says of the server's own purges, the first one first. */
async function auditedPurges(databaseUrl: string): Promise<string[]> {
  const { read, close } = await openReader(databaseUrl)
  const rows = await read(
    `select "detail" from "AuditEntry" where "action" = 'purged' and "by" = 'server' order by "id"`,
  )
  await close()
  return rows.map(({ detail }) => String(detail))
}

/** A session that has connected, with all the personal data there can be; answers its id. */
async function connect(url: string, name: string, webhookSecret?: string): Promise<string> {
  const response = await fetch(`${url}/api/connections/session`, {
    method: 'POST',
    headers: { 'User-Agent': 'Agent of a User' },
  })
  const { sessionId, invitationId } = Created.parse(await response.json())
  const peer = { theirDid: 'did:example:secret-did', theirLabel: 'Label of a Student', note: 'payload-only-word' }
  const key = webhookSecret ? ([{ 'X-API-Key': webhookSecret }] as const) : []
  for (const [index, topic] of ['connections.active', 'connections.completed'].entries()) {
    const webhook = guideWebhook(topic, { invitationId, connectionId: sessionId, ...peer }, `${name}-${index + 1}`)
    expect((await sendWebhook({ url }, webhook, ...key)).status).toBe(200)
  }
  return sessionId
}
