import { expect, type Page } from '@playwright/test'
import { languages, tags } from '../../../shared/messages/languages.ts'
import { inspectPage } from '../../support/inspect-page.ts'
import { createSession } from './platform.ts'
import { test } from './wizard.ts'

const leastLineHeight = 1.25

/** Runs in the page: texts whose lines are too low for marks above and below their letters. */
function cutMarks(least: number): string[] {
  const texts = [...document.querySelectorAll('h1, h2, p, li, a, button, summary, dt, dd')]
  return texts
    .filter((text) => {
      const { lineHeight, fontSize } = getComputedStyle(text)
      return text.textContent !== '' && lineHeight !== 'normal' && parseFloat(lineHeight) < least * parseFloat(fontSize)
    })
    .map((text) => text.outerHTML)
}

async function choose(page: Page, language: string): Promise<void> {
  await page.locator('summary').click()
  await page.getByRole('link', { name: language, exact: true }).click()
}

test('each language can be chosen where the student is, is remembered, and is as sound as English', async ({
  page,
  context,
  server,
}) => {
  test.slow() // five languages to look at
  const { sessionId } = await createSession(server)
  const path = `/register/connect?session=${sessionId}`
  await page.goto(path)
  await expect(page.getByRole('status')).not.toHaveText('')
  const english = await page.getByRole('heading', { level: 1 }).textContent()
  for (const tag of tags.toReversed()) {
    await test.step(languages[tag], async () => {
      await choose(page, languages[tag])
      await expect(page.locator('html')).toHaveAttribute('lang', tag === 'en' ? 'en-NG' : tag)
      await expect(page.locator('summary')).toHaveText(languages[tag])
      await expect(page.locator('summary')).toBeFocused()
      await expect(page).toHaveURL(new RegExp(`${path.replace('?', '\\?')}$`))
      await inspectPage(page)
      expect(await page.evaluate(cutMarks, leastLineHeight)).toEqual([])
      await expect(page.getByText(/never check|Ba wanda|kò tíì|enyochabeghị/)).toHaveCount(tag === 'en' ? 0 : 1)
    })
  }
  await choose(page, 'Hausa')
  await expect(page.getByRole('heading', { level: 1, name: 'Ku haɗa walet ɗinku' })).toBeVisible()
  await expect(page).toHaveTitle('Mataki na 2 cikin 4 – Ku haɗa walet ɗinku')
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'Ku haɗa walet ɗinku' })).toBeVisible()
  const [cookie] = (await context.cookies()).filter(({ name }) => name === 'lang')
  expect(cookie).toMatchObject({ value: 'ha', sameSite: 'Lax', path: '/' })

  await page.goto(`${path}&lang=en`)
  await expect(page.getByRole('heading', { level: 1, name: english ?? '' })).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`${path.replace('?', '\\?')}$`))
  await page.goto(`${path}&lang=fr`)
  await expect(page.getByRole('heading', { level: 1, name: english ?? '' })).toBeVisible()
})

test('what a language has no words for yet is English, and says so', async ({ page }) => {
  await page.goto('/register/connect?lang=yo')
  await expect(page.getByRole('button', { name: 'So wọ́lẹ́ẹ̀tì pọ̀' })).toBeVisible()
  const borrowed = page.getByText('We make an invitation that only you can use')
  await expect(borrowed).toHaveAttribute('lang', 'en')
})
