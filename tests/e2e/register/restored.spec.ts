import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import Sqlite from 'better-sqlite3'
import { cutOff } from '../../support/watch-pages.ts'
import { createSession, tell } from './platform.ts'
import { test } from './wizard.ts'

test.use({ sharesServer: false, errorsShown: cutOff })

test('a database that is restored from a backup: the open page shows its state, and goes on from there', async ({
  page,
  server,
}) => {
  const file = join(server.directory, 'data', 'nelfund-connect.db')
  const copy = join(server.directory, 'copy.db')
  const session = await createSession(server)
  await tell(server, session, 'connections.request')
  const db = new Sqlite(file)
  await db.backup(copy)
  db.close()
  await tell(server, session, 'connections.response')
  await page.goto(`/register/connect?session=${session.sessionId}`)
  await expect(page.getByRole('status')).toContainText('Connecting')

  await server.kill('SIGTERM')
  for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
  copyFileSync(copy, file)
  await server.restart()
  await expect(page.getByRole('status')).toContainText('Code scanned')
  await tell(server, session, 'proofs.request', 'connections.completed')
  await expect(page.getByRole('status')).toContainText('Waiting for your approval')
})
