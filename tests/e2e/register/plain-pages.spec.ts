import { expect } from '@playwright/test'
import { inspectPage } from '../../support/inspect-page.ts'
import { createSession, readSession } from './platform.ts'
import { test } from './wizard.ts'

/**
 * To be run in a page: what of its buttons and cards cannot be told from its ground where the reader's own colours are all that
 * is drawn: without an edge, or in no colour of theirs (axe takes the page's own for what is drawn).
 */
function lost(): string[] {
  const ground = getComputedStyle(document.body).backgroundColor
  return [...document.querySelectorAll('.button, .card, main .link')]
    .filter((box) => {
      const { borderTopStyle, color, backgroundColor, forcedColorAdjust } = getComputedStyle(box)
      const hasEdge = borderTopStyle !== 'none' || box.matches('.link')
      return !hasEdge || color === ground || color === backgroundColor || forcedColorAdjust !== 'auto'
    })
    .map((box) => box.outerHTML)
}

test('what needs no script is sound in every scheme, at 400 % zoom, and in the reader’s own colours', async ({
  page,
  server,
}) => {
  test.slow()
  const { shortUrl, reference } = await readSession(server, (await createSession(server)).sessionId)
  for (const path of [`/help?reference=${reference}`, '/register/intro', '/privacy', new URL(shortUrl).pathname])
    await test.step(path, async () => {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await inspectPage(page)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ forcedColors: 'active', colorScheme })
        expect(await page.evaluate(lost), colorScheme).toEqual([])
      }
      await page.emulateMedia({ forcedColors: null })
    })
})

test('the help that a registration leads to shows its reference, to be read out', async ({ page, server }) => {
  const { sessionId } = await createSession(server)
  const { reference } = await readSession(server, sessionId)
  await page.goto(`/register/connect?session=${sessionId}`)
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
  await page.getByRole('link', { name: 'Help' }).click()
  const yours = page.getByRole('region', { name: 'Your reference' })
  await expect(yours).toContainText(`${reference?.slice(0, 3)}-${reference?.slice(3)}`)
  await expect(yours).toContainText('Say: ')
  for (const none of ['/help', '/help?reference=%3Cb%3E', '/help?reference=K7M-4XQQ']) {
    await page.goto(none)
    await expect(yours).toHaveCount(0)
    await expect(page.getByText('It is six signs, such as K7M-4XQ')).toBeVisible()
  }
  await page.goto('/help?reference=k7m-4xq')
  await expect(yours).toContainText('K7M-4XQ')
  await expect(yours).toContainText('Say: Kilo 7 Mike, 4 X-ray Quebec')
})
