import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { databases, freshDirectory } from '../../support/databases.ts'
import { deliver } from '../../support/deliver.ts'
import { follow } from '../../support/follow.ts'
import { freePort } from '../../support/free-port.ts'
import { countBothWays } from '../../support/full-count.ts'
import { openReader } from '../../support/open-reader.ts'
import { childVariables } from '../../support/server-process.ts'
import { startTestServer } from '../../support/test-server.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

const Created = z.object({ sessionId: z.string(), invitationId: z.string() })

/** The moments at which the server kills itself, in their order, and whether the webhook has been committed then. */
const moments = {
  read: false,
  'session written': false,
  'history written': false,
  'webhook written': false,
  counted: false,
  committed: true,
  answered: true,
}

async function startDying(databaseUrl: string, moment: string) {
  const port = String(await freePort())
  const env = { ...childVariables, DATABASE_URL: databaseUrl }
  const options = { cwd: await freshDirectory(), env }
  const child = fork(join(import.meta.dirname, 'dying-server.ts'), [port, moment], options)
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const died = once(child, 'exit')
  await once(child, 'message')
  return { url: `http://127.0.0.1:${port}`, died }
}

async function storedIn(databaseUrl: string) {
  const { read, close } = await openReader(databaseUrl)
  const webhooks = await read('select "webhookId", "outcome" from "WebhookEvent"')
  const history = await read('select "version" from "SessionHistory" order by "version"')
  await close()
  return { webhooks, versions: history.map(({ version }) => Number(version)) }
}

async function dieAt(moment: string, isCommitted: boolean, databaseUrl: string): Promise<void> {
  const dying = await startDying(databaseUrl, moment)
  const created = await fetch(`${dying.url}/api/connections/session`, { method: 'POST' })
  const { sessionId, invitationId } = Created.parse(await created.json())
  let server: { readonly url: string } = dying
  const watcher = follow(() => server, sessionId)
  onTestFinished(watcher.stop)
  await watcher.until(1)
  const webhook = guideWebhook('connections.active', { invitationId, connectionId: 'c' }, 'wh')
  const answer = await sendWebhook(dying, webhook).catch(() => undefined)
  expect(await dying.died).toEqual([null, 'SIGKILL'])
  if (moment !== 'answered') expect(answer).toBeUndefined()
  const applied = { webhooks: [{ webhookId: 'wh', outcome: 'applied' }], versions: [1, 2] }
  expect(await storedIn(databaseUrl)).toEqual(isCommitted ? applied : { webhooks: [], versions: [1] })

  server = await startTestServer({ databaseUrl })
  expect((await deliver(() => server, webhook)).duplicate).toBe(isCommitted)
  expect(await storedIn(databaseUrl)).toEqual(applied)
  await watcher.until(2)
  expect(watcher.views.map(({ version, status }) => `${version} ${status}`)).toEqual(['1 invitation', '2 active'])
  const { running, full } = await countBothWays(databaseUrl)
  expect(running).toEqual(full)
}

describe.each(databases)('a server that dies, on $name', ({ fresh }) => {
  test('at any moment between reading a webhook and having answered it: the sender’s retry stores it once, and the watcher sees it once', async () => {
    await Promise.all(
      Object.entries(moments).map(async ([moment, isCommitted]) => dieAt(moment, isCommitted, await fresh())),
    )
  })
})
