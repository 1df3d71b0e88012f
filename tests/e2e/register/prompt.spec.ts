import { expect } from '@playwright/test'
import { createSession, tell } from './platform.ts'
import { test } from './wizard.ts'

const promptMs = 100

test.use({ trace: 'off' }) // its snapshots of the page would be measured too

test('the page moves within 100 ms of the answer to a webhook', async ({ page, server }) => {
  const session = await createSession(server)
  await page.goto(`/register/connect?session=${session.sessionId}`)
  const status = page.getByRole('status')
  await expect(status).toContainText('Waiting for your wallet')
  const changes = await status.evaluateHandle(noteChanges)

  const tookMs: number[] = []
  for (const [topic, title] of [
    ['connections.request', 'Code scanned'],
    ['connections.response', 'Connecting'],
    ['connections.completed', 'Your wallet is connected'],
  ] as const) {
    await tell(server, session, topic)
    const answeredAt = performance.timeOrigin + performance.now()
    await expect(status).toContainText(title)
    const shownAt = await changes.evaluate((times, text) => times.find((change) => change.title === text)?.at, title)
    tookMs.push((shownAt ?? Number.POSITIVE_INFINITY) - answeredAt)
  }
  expect(Math.max(...tookMs), `milliseconds from answer to page: ${tookMs}`).toBeLessThan(promptMs)
})

/** Runs in the page: every title that `status` gets from now on, and when, in milliseconds since 1970. */
function noteChanges(status: Element) {
  const changes: { title: string | undefined; at: number }[] = []
  const note = () => {
    const title = status.querySelector('.status-title')?.textContent
    changes.push({ title, at: performance.timeOrigin + performance.now() })
  }
  new MutationObserver(note).observe(status, { childList: true, characterData: true, subtree: true })
  return changes
}
