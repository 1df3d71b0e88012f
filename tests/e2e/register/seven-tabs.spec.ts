import { type BrowserContext, expect, type Page } from '@playwright/test'
import type { ServerProcess } from '../../support/server-process.ts'
import { type Created, createSession, tell } from './platform.ts'
import { test } from './wizard.ts'

const count = 7 // over HTTP/1.1 a browser opens six connections to a host

test('seven tabs with one session all stay live, also when one of them is closed', async ({ context, server }) => {
  const session = await createSession(server)
  const first = await openTab(context, server, session)
  const others = await Promise.all(Array.from({ length: count - 1 }, () => openTab(context, server, session)))
  await tell(server, session, 'connections.request')
  for (const page of [first, ...others]) await expect(page.getByRole('status')).toContainText('Code scanned')

  await first.close() // which held the stream of them all
  await tell(server, session, 'connections.response')
  for (const page of others) await expect(page.getByRole('status')).toContainText('Connecting')
})

for (const [what, withhold] of [
  ['', () => {}],
  [' over plain HTTP, where there are no locks', withholdLocks],
  [' of a browser that lets tabs share nothing', withholdSharing],
] as const)
  test(`seven tabs with a session each all load, and hear their news${what}`, async ({ context, server }) => {
    test.slow() // many pages to look at, and the machine may be busy
    await context.addInitScript(withhold)
    const openOne = async () => {
      const session = await createSession(server)
      const page = await openTab(context, server, session)
      await tell(server, session, 'connections.request')
      await expect(page.getByRole('status')).toContainText('Code scanned')
      await expect(page.getByText('Reconnecting')).toBeHidden()
    }
    await Promise.all(Array.from({ length: count }, openOne))
  })

async function openTab(context: BrowserContext, { url }: ServerProcess, { sessionId }: Created): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${url}/register/connect?session=${sessionId}`)
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet', { timeout: 60_000 })
  return page
}

/** To be run in a page: as a browser is at an address that is not secure. */
function withholdLocks(): void {
  Reflect.deleteProperty(Navigator.prototype, 'locks')
}

function withholdSharing(): void {
  Reflect.deleteProperty(Navigator.prototype, 'locks')
  Reflect.deleteProperty(window, 'BroadcastChannel')
}
