import { readdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import * as client from 'openid-client'
import { describe, expect, test } from 'vitest'
import { subject } from '../../../server/cli/subject.ts'
import { readEnv } from '../../../server/env.ts'
import { databases, freshDirectory, freshSqlite } from '../../support/databases.ts'
import { openReader } from '../../support/open-reader.ts'
import { asOperator } from '../../support/operator.ts'
import { signIn } from '../../support/portal-student.ts'
import { adminToken } from '../../support/secrets.ts'
import { startTestServer } from '../../support/test-server.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'
import { start } from '../oidc/portal.ts'

const tables = [
  ...['AuditEntry', 'ConnectionSession', 'Disclosure', 'ErasedKey', 'OidcRecord', 'PlatformCommand', 'PortalVisit'],
  ...['ReplayJob', 'SealedIdentity', 'SessionHistory', 'Student', 'WebhookCount', 'WebhookEvent'],
]

/** Everything that is in the database: of SQLite its files, byte by byte. */
async function readAll(databaseUrl: string): Promise<string> {
  if (databaseUrl.startsWith('sqlite:')) {
    const directory = dirname(databaseUrl.slice('sqlite:'.length))
    return readdirSync(directory)
      .map((file) => readFileSync(`${directory}/${file}`, 'latin1'))
      .join('\n')
  }
  const { read, close } = await openReader(databaseUrl)
  const rows = await Promise.all(tables.map((table) => read(`select * from "${table}"`)))
  await close()
  return JSON.stringify(rows)
}

describe.each(databases)('one person, on $name', ({ fresh }) => {
  test('is exported whole, and erased from everything that is kept, for good', { timeout: 180_000 }, async () => {
    const { server, url, config } = await start(await fresh())
    const operator = asOperator(server)
    const { admin } = operator
    const { view, callback, begun } = await signIn(url, config, 'openid student registration')
    const tokens = await client.authorizationCodeGrant(config, callback, begun.checks)
    const sub = tokens.claims()?.sub ?? ''
    const { sessionId, invitationId, connectionId, registrationNumber, reference } = view
    const other = await server.trpc.session.create.mutate({})
    await sendWebhook(
      server,
      guideWebhook('connections.completed', { ...other, connectionId: 'of-another', theirLabel: 'Another’s wallet' }),
    )
    const open = await server.trpc.session.create.mutate({})
    const late = { connectionId, theirDid: 'did:peer:late', theirLabel: 'late-label' }
    await sendWebhook(server, guideWebhook('strange.topic', { ...late, at: 1 }, 'strange'))
    await sendWebhook(server, guideWebhook('connections.response', { ...late, invitationId: 'never-made' }, 'known'))
    await sendWebhook(
      server,
      guideWebhook('proofs.request', { invitationId: open.invitationId, theirDid: 'did:peer:2' }, 'waits'),
    )
    await admin.webhook.query({ webhookId: 'known' })

    const keys = [sub, registrationNumber ?? '', sessionId, reference ?? '', connectionId ?? '']
    for (const key of keys) expect(await admin.subject.preview.mutate({ key }), key).toMatchObject({ sessions: 1 })
    await expect(admin.subject.preview.mutate({ key: 'nobody' })).rejects.toMatchObject({ data: { code: 'NOT_FOUND' } })
    const held = await admin.subject.export.mutate({ key: registrationNumber ?? '' })
    expect(held.students).toMatchObject([{ sub, registrationNumber }])
    expect(held.sessions).toMatchObject([{ sessionId, connectionId, notice: 1 }])
    expect(held.detailsKeptForPortals).toMatchObject([{ shown: { attributes: { surname: 'Okafor' } } }])
    expect(held.disclosures).toMatchObject([{ client: 'loan-portal', sub }])
    expect(held.lookedAt).toMatchObject([{ action: 'payload-viewed', subject: 'known' }])
    const ids = held.webhooks.map(({ webhookId }) => webhookId)
    expect(ids).toEqual(expect.arrayContaining(['strange', 'known']))
    expect(JSON.stringify(held)).not.toContain('Another')

    const personal = [...keys, invitationId, 'did:peer:late', 'late-label']
    for (const value of personal) expect(await readAll(server.databaseUrl), value).toContain(value)
    let sent = 0
    const isErased = admin.subject.erase.mutate({ key: sub })
    const flood = async () => {
      for (let left = 15; left > 0; left--)
        await sendWebhook(server, guideWebhook('connections.active', { ...late, n: sent++ }, `flood-${sent}`))
    }
    const [erased] = await Promise.all([isErased, flood(), flood()])
    expect(erased).toMatchObject({
      told: ['loan-portal'],
      held: { sessions: 1, 'registration numbers': 1, disclosures: 1 },
    })
    await sendWebhook(
      server,
      guideWebhook('connections.abandoned', { invitationId, theirLabel: 'late-label' }, 'after-1'),
    )
    await sendWebhook(server, guideWebhook('strange.topic', late, 'after-2'))
    await sendWebhook(server, guideWebhook('connections.completed', { theirDid: 'did:peer:late' }, 'after-3'))
    const { items } = await admin.webhooks.query({ limit: 200 })
    for (const name of ['strange', 'known', 'after-1', 'after-2'])
      expect(
        items.find(({ webhookId }) => webhookId === name),
        name,
      ).toMatchObject({ connectionId: null, invitationId: null })
    expect(items.find(({ webhookId }) => webhookId === 'after-1')).toMatchObject({ outcome: 'ignored' })
    await expect(admin.replay.mutate({ webhookId: 'known' })).rejects.toMatchObject({
      data: { code: 'PRECONDITION_FAILED' },
    })
    await expect(server.trpc.session.get.query({ sessionId })).rejects.toMatchObject({ data: { code: 'NOT_FOUND' } })
    for (const key of keys)
      await expect(admin.subject.preview.mutate({ key })).rejects.toMatchObject({ data: { code: 'NOT_FOUND' } })
    await expect(client.fetchUserInfo(config, tokens.access_token, sub)).rejects.toThrow()
    if (server.databaseUrl.startsWith('sqlite:')) expect(erased.files).toBe(true)
    const left = await readAll(server.databaseUrl)
    for (const value of personal) expect(left.includes(value), value).toBe(false)
    expect(left).toContain('Another’s wallet'.slice(0, 7))
    const { items: audit } = await admin.audit.query({ limit: 50 })
    expect(audit.filter(({ action }) => action.startsWith('person-'))).toMatchObject([
      {
        action: 'person-erased',
        by: 'bearer token',
        subject: null,
        detail: expect.stringMatching(/^1 registration numbers, 1 sessions/),
      },
      { action: 'person-exported', detail: expect.stringContaining('1 disclosures') },
    ])

    const again = await server.trpc.session.create.mutate({})
    const reuse = { invitationId: again.invitationId, connectionId, theirLabel: 'Here again' }
    await sendWebhook(server, guideWebhook('connections.completed', reuse, 'reuse'))
    expect(await server.trpc.session.get.query({ sessionId: again.sessionId })).toMatchObject({
      status: 'completed',
      theirLabel: 'Here again',
    })
    expect(await server.trpc.session.get.query({ sessionId: other.sessionId })).toMatchObject({
      connectionId: 'of-another',
    })
    expect(await admin.subject.preview.mutate({ key: open.sessionId })).toMatchObject({ sessions: 1, webhooks: 1 })
    await admin.subject.erase.mutate({ key: open.sessionId })
    expect(await admin.sessions.query({ status: 'abandoned' })).toMatchObject({ items: [{ theirLabel: null }] })
    expect(await readAll(server.databaseUrl)).not.toContain('did:peer:2')
  })
})

test('the command line shows what would go, asks, and has the server do it that has the database', async () => {
  const databaseUrl = await freshSqlite()
  const dataDirectory = await freshDirectory()
  const DATA_KEY = 'd'.repeat(64)
  const server = await startTestServer({ databaseUrl, variables: { DATA_KEY } })
  const variables = { DATABASE_URL: databaseUrl, PORT: new URL(server.url).port, ADMIN_TOKEN: adminToken, DATA_KEY }
  const run = async (args: readonly string[], answer?: boolean) => {
    const [written, noted]: [string[], string[]] = [[], []]
    const terminal = {
      isInteractive: answer !== undefined,
      write: (line: string) => void written.push(line),
      note: (line: string) => void noted.push(line),
      confirm: () => Object.assign(Promise.resolve(answer === true), { cancel: () => undefined }),
    }
    await subject(readEnv(variables), dataDirectory, args, terminal)
    return { written: written.join('\n'), noted: noted.join('\n') }
  }
  const { sessionId } = await server.trpc.session.create.mutate({})
  await expect(run(['erase'])).rejects.toThrow('npm run subject -- export KEY')
  await expect(run(['erase', 'nobody'])).rejects.toThrow('Nothing is held')
  const { written } = await run(['export', sessionId])
  expect(JSON.parse(written)).toMatchObject({ sessions: [{ sessionId }] })
  expect((await run(['erase', sessionId, '--dry-run'])).noted).toMatch(/ 1 {2}sessions\n/)
  await expect(run(['erase', sessionId])).rejects.toThrow('--yes')
  await expect(run(['erase', sessionId], false)).rejects.toThrow('Nothing was erased')
  expect(await server.trpc.session.get.query({ sessionId })).toMatchObject({ status: 'invitation' })
  await server.stop()
  variables.DATA_KEY = 'e'.repeat(64)
  await expect(run(['erase', sessionId], true)).rejects.toThrow('DATA_KEY')
  variables.DATA_KEY = DATA_KEY
  const { written: done } = await run(['erase', sessionId], true)
  expect(done).toBe('Erased. Nothing of it can be read in the files.')
  await expect(run(['export', sessionId])).rejects.toThrow('Nothing is held')
})
