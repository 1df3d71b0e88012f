import { expect, type Page } from '@playwright/test'
import { expectNoViolation } from '../../support/axe.ts'
import { test } from '../../support/e2e.ts'
import type { ServerProcess } from '../../support/server-process.ts'
import { signIn } from './console.ts'

test.use({ sharesServer: true })

/** Sends a webhook whose `data` is this very text, and answers its id. */
async function sendText(server: ServerProcess, webhookId: string, data: string): Promise<void> {
  const response = await fetch(`${server.url}/api/webhooks/confirmd`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-API-Key': server.webhookSecret },
    body: `{"webhookId":"${webhookId}","topic":"things.happened","organizationId":"nelfund","data":${data}}`,
  })
  expect(response.status).toBe(200)
}

const payloadOf = (page: Page) => page.getByRole('region', { name: 'Payload', exact: true })

test('a payload is shown as it was sent: its numbers, and text that would hide or turn something', async ({
  page,
  server,
}) => {
  await sendText(server, 'wh_exact', '{"account":9007199254740998481,"fee":12.10,"note":"a\u202eb\u200bc"}')
  await signIn(page, server, '/admin?event=wh_exact')
  const payload = payloadOf(page)
  await expect(payload.getByText('9007199254740998481', { exact: true })).toBeVisible()
  await expect(payload.getByText('12.10', { exact: true })).toBeVisible()
  await expect(payload.getByText('"a\\u202eb\\u200bc"')).toBeVisible()
  await payload.getByRole('button', { name: 'Fold "data"' }).click()
  await expect(payload.getByText('12.10')).toBeHidden()
  await payload.getByRole('button', { name: 'Unfold "data"' }).click()
  await expect(payload.getByText('12.10')).toBeVisible()
  await expectNoViolation(page)
})

test('60,000 elements, and a photograph, are open in a moment', async ({ page, server }) => {
  const many = Array.from({ length: 60_000 }, (_, number) => `"element ${number}"`).join(',')
  await sendText(server, 'wh_many', `{"photo":"${'A'.repeat(500_000)}","list":[${many}]}`)
  await sendText(server, 'wh_one', '{"photo":"one"}')
  await signIn(page, server)
  const usualMs = await busyMs(page, '/admin?event=wh_one', '"one"')
  const largeMs = await busyMs(page, '/admin?event=wh_many', 'Show 498002 more characters')
  expect(largeMs - usualMs).toBeLessThan(1_000)
  const lines = payloadOf(page).getByRole('region', { name: /^Payload, 60/ })
  await lines.evaluate((element) => element.scrollTo(0, element.scrollHeight))
  await expect(payloadOf(page).getByText('"element 59999"')).toBeVisible()
})

/** How long the page itself works until its payload says `words`, in milliseconds of its thread's own time. */
async function busyMs(page: Page, path: string, words: string): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const busy = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN
  }
  const before = await busy()
  await page.goto(path)
  await expect(payloadOf(page).getByText(words)).toBeVisible()
  const after = await busy()
  await session.detach()
  return (after - before) * 1_000
}
