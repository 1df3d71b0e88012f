import { execFile } from 'node:child_process'
import { copyFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { asOperator } from '../../support/operator.ts'
import { startServerProcess } from '../../support/server-process.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

const main = join(import.meta.dirname, '../../../server/main.ts')

test('a backup of a server under load holds every webhook answered before it, and is a database to go on with', async () => {
  await using server = await startServerProcess({ WEBHOOK_RATE_LIMIT: '0' })
  const key = { 'X-API-Key': server.webhookSecret }
  const send = (webhookId: string) =>
    sendWebhook(server, guideWebhook('connections.active', { connectionId: webhookId }, webhookId), key)
  const file = join(server.directory, 'backup.db')
  const run = () =>
    promisify(execFile)(process.execPath, [main, '--backup', file], {
      cwd: server.directory,
      env: { PATH: process.env.PATH },
    })

  for (let index = 0; index < 20; index++) expect((await send(`before-${index}`)).status).toBe(200)
  let done = false
  const load = (async () => {
    const statuses: number[] = []
    for (let index = 0; !done; index++) statuses.push((await send(`during-${index}`)).status)
    return statuses
  })()
  const { stdout } = await run()
  done = true
  expect(new Set(await load)).toEqual(new Set([200]))
  expect(stdout).toMatch(/backup\.db: \d+ webhooks, 0 sessions/)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  await expect(run()).rejects.toThrow(/never overwrites/)

  await server.kill('SIGKILL')
  const database = join(server.directory, 'data/nelfund-connect.db')
  for (const end of ['', '-wal', '-shm']) await rm(`${database}${end}`, { force: true })
  await copyFile(file, database)
  await server.restart()
  const { admin } = asOperator(server, server.adminToken)
  expect((await admin.stats.query()).total).toBeGreaterThanOrEqual(20)
  for (let index = 0; index < 20; index++) expect((await send(`before-${index}`)).body.duplicate).toBe(true)
  expect((await send('after')).body.duplicate).toBeUndefined()
})
