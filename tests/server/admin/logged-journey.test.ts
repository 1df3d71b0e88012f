import { expect, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'
import { databases } from '../../support/databases.ts'
import { asOperator } from '../../support/operator.ts'
import { type ServerProcess, startServerProcess } from '../../support/server-process.ts'
import { guideWebhook, organizationId, sendWebhook } from '../../support/webhooks.ts'

const Accepted = z.object({ walletConnectionId: z.string() })
const View = z.object({
  ...{ sessionId: z.string(), invitationId: z.string(), invitationUrl: z.string() },
  ...{ shortUrl: z.string(), status: z.string(), proof: z.string(), credential: z.string() },
})
const Stored = z.object({ items: z.array(z.object({ webhookId: z.string() })) })

async function post(server: ServerProcess, path: string, body: object = {}): Promise<unknown> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  expect(response.status, path).toBeLessThan(300)
  return response.json()
}

async function view(server: ServerProcess, sessionId: string) {
  return View.parse(await (await fetch(`${server.url}/api/connections/session?sessionId=${sessionId}`)).json())
}

/** A whole registration by the simulated wallet, looked at by everybody who can. */
async function walk(server: ServerProcess, label: string) {
  const { sessionId } = View.pick({ sessionId: true }).parse(await post(server, '/api/connections/session'))
  const session = await view(server, sessionId)
  await fetch(session.shortUrl, { headers: { accept: 'application/json' } })
  await fetch(`${server.url}/register/connect?session=${sessionId}`)
  const watch = new AbortController()
  onTestFinished(() => watch.abort())
  const input = encodeURIComponent(JSON.stringify({ sessionId }))
  await fetch(`${server.url}/trpc/session.watch?input=${input}`, { signal: watch.signal })
  const accepted = await post(server, '/simulator/wallet/connections', { invitation: session.invitationUrl })
  const { walletConnectionId } = Accepted.parse(accepted)
  const until = (state: object) =>
    vi.waitFor(async () => expect(await view(server, sessionId)).toMatchObject(state), { timeout: 30_000 })
  await until({ proof: 'request' })
  await post(server, `/simulator/wallet/connections/${walletConnectionId}/share`)
  await until({ credential: 'offer' })
  await post(server, `/simulator/wallet/connections/${walletConnectionId}/receive`)
  await until({ credential: 'issued' })
  const event = { invitationId: session.invitationId, theirLabel: label, theirDid: 'did:peer:2.Ez6LSlogged' }
  await sendWebhook(server, guideWebhook(sessionId, event))
  await sendWebhook(server, { ...guideWebhook('proofs.request', event), topic: null })
  const operator = asOperator(server)
  const { items } = Stored.parse(await operator.admin.webhooks.query({}))
  for (const { webhookId } of items) {
    await operator.admin.webhook.query({ webhookId })
    await operator.admin.replay.mutate({ webhookId }).catch(() => undefined)
  }
  await operator.qa.timeline.query({ sessionId })
  await operator.admin.sessions.query({ text: sessionId })
  watch.abort()
  return session
}

test.each(databases)(
  'on $name nothing of a student is in the log of a whole registration, at its most talkative',
  async ({ fresh }) => {
    const server = await startServerProcess({
      ...{ NODE_ENV: 'development', LOG_LEVEL: 'trace', ORGANIZATION_ID: organizationId },
      ...{ DATABASE_URL: await fresh(), RECONCILE_AFTER_SECONDS: '1' },
    })
    onTestFinished(() => server[Symbol.asyncDispose]())
    const session = await walk(server, 'Ada Lovelace’s phone')
    const cancelled = View.pick({ sessionId: true }).parse(await post(server, '/api/connections/session'))
    await post(server, '/trpc/session.cancel', { sessionId: cancelled.sessionId })
    await server.kill('SIGTERM')
    const logged = server
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'))
    expect(logged.filter((line) => line.includes('webhook stored')).length).toBeGreaterThan(8)
    const { sessionId, invitationId, invitationUrl, shortUrl } = session
    const secrets = [
      ...[sessionId, cancelled.sessionId, invitationId, shortUrl.split('/').at(-1) ?? '', 'Lovelace', 'did:'],
      ...[new URL(invitationUrl).searchParams.get('oob') ?? '', server.webhookSecret, server.adminToken, 'eyJ'],
    ]
    for (const secret of secrets) expect(logged.filter((line) => line.includes(secret))).toEqual([])
  },
)
