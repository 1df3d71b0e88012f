import { expect } from '@playwright/test'
import { type Holding, startHoldingProxy } from '../../support/holding-proxy.ts'
import { cutOff } from '../../support/watch-pages.ts'
import { createSession, tell } from './platform.ts'
import { test } from './wizard.ts'

test.use({ errorsShown: cutOff })

/** Whatever lies between; the rest is for a busy machine. */
const withinMs = 10_000
const steps = [
  ['connections.request', 'Code scanned'],
  ['connections.response', 'Connecting'],
  ['connections.error', 'The connection failed'],
] as const

for (const [what, holding] of [
  ['holds everything back for a minute', { ms: 60_000 }],
  ['collects 4 KB', { bytes: 4_096 }],
  ['collects 64 KB', { bytes: 65_536 }],
  ['cuts what lasts five seconds', { cutAfterMs: 5_000 }],
] satisfies [string, Holding][])
  test(`a step shows within ten seconds behind a proxy that ${what}`, async ({ page, server }) => {
    test.slow()
    await using proxy = await startHoldingProxy(server.url, holding)
    const session = await createSession(server)
    await page.goto(`${proxy.url}/register/connect?session=${session.sessionId}`)
    await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
    for (const [topic, words] of steps) {
      await tell(server, session, topic)
      await expect(page.getByRole('status')).toContainText(words, { timeout: withinMs })
    }
  })

test('a page whose stream comes through soon stops asking', async ({ page, server }) => {
  test.slow() // the server writes to a stream every fifteen seconds
  const asked: number[] = []
  page.on('request', (request) => {
    if (request.url().includes('session.get')) asked.push(Date.now())
  })
  const session = await createSession(server)
  await page.goto(`/register/connect?session=${session.sessionId}`)
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
  await tell(server, session, 'connections.request') // which it hears: that proves it
  await expect(page.getByRole('status')).toContainText('Code scanned')
  await expect(async () => {
    const before = asked.length
    await page.waitForTimeout(6_000) // longer than between two askings
    expect(asked).toHaveLength(before)
  }).toPass()
})
