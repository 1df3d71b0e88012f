import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { freshDirectory } from '../../support/databases.ts'
import { type ServerProcess, startServerProcess } from '../../support/server-process.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

/** A file system of its own, which only root may make. */
async function smallDisk(): Promise<string> {
  const directory = await freshDirectory()
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', directory])
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', directory])
  })
  return directory
}

function storedIn(directory: string): Set<string> {
  const db = new Database(join(directory, 'connect.db'), { readonly: true })
  const ids = db.prepare<[], string>('select webhookId from WebhookEvent').pluck().all()
  db.close()
  return new Set(ids)
}

const bulky = (webhookId: string) => ({
  ...guideWebhook('connections.active', {}, webhookId),
  padding: 'x'.repeat(100_000),
})

describe.runIf(process.getuid?.() === 0)('with the database on a disk of its own', () => {
  const send = (server: ServerProcess, webhookId: string) =>
    sendWebhook(server, bulky(webhookId), { 'X-API-Key': server.webhookSecret })

  test('a full disk: 503 and nothing lost; once there is room, the same webhooks are stored', async () => {
    const directory = await smallDisk()
    const ballast = join(directory, 'ballast')
    writeFileSync(ballast, Buffer.alloc(2_500_000))
    await using server = await startServerProcess({ DATABASE_URL: `sqlite:${join(directory, 'connect.db')}` })
    const accepted: string[] = []
    let refused: string | undefined
    for (let count = 0; refused === undefined && count < 100; count++) {
      const { status, headers } = await send(server, `wh_${count}`)
      expect([200, 503]).toContain(status)
      if (status === 200) accepted.push(`wh_${count}`)
      else {
        refused = `wh_${count}`
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
      }
    }
    expect(accepted.length).toBeGreaterThan(3)
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    const ready = async () => (await fetch(`${server.url}/readyz`)).status
    expect(await ready()).toBe(503)
    rmSync(ballast)
    await vi.waitFor(async () => expect(await ready()).toBe(200), { timeout: 60_000 })
    expect((await send(server, refused ?? '')).status).toBe(200)
    await server.kill('SIGKILL')
    expect([...storedIn(directory)].sort()).toEqual([...accepted, refused].sort())
  })
})
