import { execFileSync } from 'node:child_process'
import { statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { freshDirectory } from '../../support/databases.ts'
import { openReader } from '../../support/open-reader.ts'
import { startServerProcess } from '../../support/server-process.ts'
import { startTestServer } from '../../support/test-server.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

const ext4 = 0xef53
/** Only root may make a file immutable, and only some file systems then refuse those who have it open already. */
const canFreeze = process.getuid?.() === 0 && statfsSync(tmpdir()).type === ext4

describe.runIf(canFreeze)('a database that cannot be written any more', () => {
  const freeze = (...files: string[]) => {
    execFileSync('chattr', ['+i', ...files])
    onTestFinished(() => {
      execFileSync('chattr', ['-i', ...files])
    })
  }

  test('while the server runs: 503 and never 200; once it can be, the same webhook is stored, once', async () => {
    const path = join(await freshDirectory(), 'test.db')
    const databaseUrl = `sqlite:${path}`
    const server = await startTestServer({ databaseUrl })
    expect((await sendWebhook(server, guideWebhook('a', {}, 'before'))).status).toBe(200)
    freeze(path, `${path}-wal`)
    for (const id of ['one', 'two']) {
      const { status, headers } = await sendWebhook(server, guideWebhook('a', {}, id))
      expect(status).toBe(503)
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    }
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    execFileSync('chattr', ['-i', path, `${path}-wal`])
    expect((await sendWebhook(server, guideWebhook('a', {}, 'one'))).body).not.toHaveProperty('duplicate')
    const { read, close } = await openReader(databaseUrl)
    expect(await read('select "webhookId" from "WebhookEvent" order by "id"')).toEqual([
      { webhookId: 'before' },
      { webhookId: 'one' },
    ])
    await close()
  })

  test('at the start: refused, with exit code 1 and the reason', async () => {
    const directory = await freshDirectory()
    freeze(directory)
    await expect(startServerProcess({ DATABASE_URL: `sqlite:${join(directory, 'test.db')}` })).rejects.toThrow(
      /exited with 1:\n.*(unable to open|readonly|cannot be|not permitted)/i,
    )
  })
})
