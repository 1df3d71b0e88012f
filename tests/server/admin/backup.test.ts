import { execFile, execFileSync } from 'node:child_process'
import { copyFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { freshDirectory } from '../../support/databases.ts'
import { asOperator } from '../../support/operator.ts'
import { childVariables, startServerProcess } from '../../support/server-process.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

const main = join(import.meta.dirname, '../../../server/main.ts')

/** `npm run backup -- FILE` beside `server`. */
function backUp({ directory }: { readonly directory: string }, file: string) {
  return promisify(execFile)(process.execPath, [main, '--backup', file], {
    cwd: directory,
    env: { ...childVariables },
  })
}

test('a backup of a server under load holds every webhook answered before it, and is a database to go on with', async () => {
  await using server = await startServerProcess({ WEBHOOK_RATE_LIMIT: '0' })
  const key = { 'X-API-Key': server.webhookSecret }
  const send = (webhookId: string) =>
    sendWebhook(server, guideWebhook('connections.active', { connectionId: webhookId }, webhookId), key)
  const file = join(server.directory, 'backup.db')
  const run = () => backUp(server, file)

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

test.runIf(process.getuid?.() === 0)(
  'a disk that is full: exit code 1, the reason and no file, so that the next try works',
  async () => {
    await using server = await startServerProcess()
    const disk = await freshDirectory()
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk])
    onTestFinished(() => {
      execFileSync('umount', ['--lazy', disk])
    })
    const ballast = join(disk, 'ballast')
    await writeFile(ballast, Buffer.alloc(1_000_000))
    const file = join(disk, 'backup.db')
    await expect(backUp(server, file)).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/full/) })
    expect(await readdir(disk)).toEqual(['ballast'])
    await rm(ballast)
    await backUp(server, file)
    expect(await readdir(disk)).toEqual(['backup.db'])
  },
)

test('of two backups to the same file one is made, the other refused, and nothing else is left', async () => {
  await using server = await startServerProcess()
  const directory = await freshDirectory()
  const file = join(directory, 'backup.db')
  const results = await Promise.allSettled([
    backUp(server, file),
    backUp(server, file),
    backUp(server, join(directory, 'other.db')),
  ])
  const [one, two, other] = results
  expect([one.status, two.status].toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(other.status).toBe('fulfilled')
  const refused = one.status === 'rejected' ? one : two
  expect(refused).toMatchObject({ reason: { code: 1, stderr: expect.stringMatching(/never overwrites/) } })
  expect((await readdir(directory)).toSorted()).toEqual(['backup.db', 'other.db'])
})
