import { type BrowserContext, expect, type Page } from '@playwright/test'
import type { ServerProcess } from '../../support/server-process.ts'
import { type Created, createSession, tell } from './platform.ts'
import { test } from './wizard.ts'

test.skip(({ isMobile }) => !isMobile, 'nothing here depends on the width')

const count = 7 // over HTTP/1.1 a browser opens six connections to a host

test('seven tabs with one session all stay live, also when one of them is closed', async ({ context, server }) => {
  const session = await createSession(server)
  const pages: Page[] = []
  for (let tab = 0; tab < count; tab++) pages.push(await openTab(context, server, session))
  await tell(server, session, 'connections.request')
  for (const page of pages) await expect(page.getByRole('status')).toContainText('Code scanned')

  await pages.shift()?.close() // which held the stream of them all
  await tell(server, session, 'connections.response')
  for (const page of pages) await expect(page.getByRole('status')).toContainText('Connecting')
})

test('seven tabs with a session each all load, and hear their news', async ({ context, server }) => {
  test.slow() // many pages to look at, and the machine may be busy
  for (let tab = 0; tab < count; tab++) {
    const session = await createSession(server)
    const page = await openTab(context, server, session)
    await tell(server, session, 'connections.request')
    await expect(page.getByRole('status')).toContainText('Code scanned')
    await expect(page.getByText('Reconnecting')).toBeHidden()
  }
})

async function openTab(context: BrowserContext, { url }: ServerProcess, { sessionId }: Created): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${url}/register/connect?session=${sessionId}`)
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
  return page
}
