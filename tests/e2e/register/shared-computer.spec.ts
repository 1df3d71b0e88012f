import { expect, type Page } from '@playwright/test'
import { inspectPage } from '../../support/inspect-page.ts'
import { createSession, readSession, tell } from './platform.ts'
import { test } from './wizard.ts'

test.use({ beganThem: false })

const question = 'Continue your registration?'

/** Begins a registration as a student does; answers its id. */
async function begin(page: Page): Promise<string> {
  await page.goto('/register/intro')
  await page.getByText('Proceed to Connect').click()
  await page.getByRole('button', { name: 'Connect Wallet' }).click()
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
  return new URL(page.url()).searchParams.get('session') ?? ''
}

test('a registration that was left open is offered to whoever comes next, not opened', async ({
  page,
  context,
  server,
}) => {
  const sessionId = await begin(page)
  await page.goto('/register/intro') // in the same tab
  await expect(page.getByRole('heading', { level: 1, name: question })).toBeVisible()
  await page.close()
  const next = await context.newPage()
  await next.goto('/')
  await expect(next.getByRole('heading', { level: 1, name: question })).toBeVisible()
  await expect(next.getByText(sessionId.slice(0, 8))).toBeHidden()
  await inspectPage(next)
  await next.getByRole('button', { name: 'Continue' }).click()
  await expect(next.getByRole('status')).toContainText('Waiting for your wallet')
  await next.reload()
  await expect(next.getByRole('status')).toContainText('Waiting for your wallet')
  await next.close()

  const other = await context.newPage()
  await other.goto('/register/connect')
  await other.getByRole('button', { name: 'Start new' }).click()
  await other.getByRole('button', { name: 'Connect Wallet' }).click()
  await expect(other.getByRole('status')).toContainText('Waiting for your wallet')
  expect(other.url()).not.toContain(sessionId)
  expect(await readSession(server, sessionId)).toMatchObject({ status: 'invitation' }) // it may still be somebody's
})

test('a second tab beside the first is where the student is, unasked', async ({ page, context }) => {
  await begin(page)
  const second = await context.newPage()
  await second.goto('/')
  await expect(second.getByRole('status')).toContainText('Waiting for your wallet')
})

test('a finished registration leaves nothing behind but its address, which is good as a bookmark', async ({
  page,
  context,
  server,
}) => {
  await page.goto('/register/connect')
  await page.getByRole('button', { name: 'Connect Wallet' }).click()
  await expect(page).toHaveURL(/session=/)
  const sessionId = new URL(page.url()).searchParams.get('session') ?? ''
  await tell(
    server,
    await readSession(server, sessionId),
    'connections.completed',
    'proofs.verified',
    'credentials.issued',
  )
  await expect(page.getByRole('heading', { level: 1, name: 'You are registered' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'You are registered' })).toBeVisible()
  expect(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))).not.toContain(sessionId)
  const bookmark = page.url()
  await page.goto('/register/intro') // the next student, in the same tab
  await expect(page.getByText('Proceed to Connect')).toBeVisible()
  await page.close()

  const next = await context.newPage()
  await next.goto('/')
  await expect(next.getByText('Proceed to Connect')).toBeVisible()
  await next.goto(bookmark)
  await expect(next.getByRole('heading', { level: 1, name: 'You are registered' })).toBeVisible()
})

test('a registration that ended meanwhile is not offered', async ({ page, context, server }) => {
  const session = await createSession(server)
  await page.goto(`/register/connect?session=${session.sessionId}`)
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
  await page.close()
  await tell(server, session, 'connections.request', 'connections.error')
  const next = await context.newPage()
  await next.goto('/')
  await expect(next.getByText('Proceed to Connect')).toBeVisible()
})
