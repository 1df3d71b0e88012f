import { expect } from '@playwright/test'
import { createSession } from './platform.ts'
import { test } from './wizard.ts'

const minuteMs = 60_000

/** To be run in a page: the device's clock, which is set to so much later or earlier. Nothing else of time changes. */
function setClock(byMs: number): void {
  const Usual = Date
  const now = () => Usual.now() + byMs
  window.Date = new Proxy(Usual, {
    construct: (target, [time]: [number?]) => new target(time ?? now()),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  })
}

for (const [what, byMs] of [
  ['forward', 14 * minuteMs],
  ['back', -60 * minuteMs],
] as const)
  test(`the time left is right while the device’s clock is set ${what}`, async ({ page, server }) => {
    const { sessionId } = await createSession(server)
    await page.goto(`/register/connect?session=${sessionId}`)
    const left = page.getByText(/^This invitation works until \d\d:\d\d\. You have 14 minutes\.$/)
    await expect(left).toBeVisible()
    const shown = await left.textContent()
    await page.evaluate(setClock, byMs)
    await expect(left).not.toHaveText(shown ?? '') // the time is the one that the device will show
    await expect(left).toBeVisible()
    await expect(page.getByRole('heading', { name: 'What to try' })).toBeHidden()
  })

test('the time left is right where the device’s clock was wrong from the first', async ({ page, server }) => {
  await page.addInitScript(setClock, -47 * minuteMs)
  const { sessionId } = await createSession(server)
  await page.goto(`/register/connect?session=${sessionId}`)
  await expect(page.getByText(/You have 1[45] minutes\.$/)).toBeVisible()
})
