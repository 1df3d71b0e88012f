import { expect } from '@playwright/test'
import { test } from '../../support/e2e.ts'
import { createSession, signIn, stateOf, transitionOf } from './desk.ts'

test.use({ sharesServer: true })

test('follows a session live: each state fills, the last transition is marked with its cause', async ({
  page,
  server,
}) => {
  await signIn(page, server)
  const session = await createSession(server)
  await page.goto(`/qa?session=${session.sessionId}`)
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible()
  await expect(stateOf(page, 'connection.invitation')).toHaveAttribute('data-look', 'current')

  for (const word of ['request', 'response', 'active', 'completed']) {
    await session.send(`connections.${word}`)
    await expect(stateOf(page, `connection.${word}`)).toHaveAttribute('data-look', 'current')
  }
  await expect(stateOf(page, 'connection.request')).toHaveAttribute('data-look', 'passed')
  const last = transitionOf(page, 'connection.active connection.completed completed')
  await expect(last).toHaveAttribute('data-look', 'last')
  await expect(page.getByRole('status').filter({ hasText: 'last change by webhook' })).toBeVisible()
  await expect(page.getByText('Bottom: 4 shown live on this page')).toBeVisible()
})

test('the timeline says what changed nothing, and why; scrubbing shows the past and sends nothing', async ({
  page,
  server,
}) => {
  await signIn(page, server)
  const session = await createSession(server)
  const topics = ['credentials.offer', 'connections.request', 'connections.active', 'connections.response', 'greeting']
  for (const topic of topics) await session.send(topic)
  await session.send('connections.request', { connectionId: 'another wallet' })
  await page.goto(`/qa?session=${session.sessionId}`)

  const timeline = page.getByRole('list', { name: 'Timeline' })
  await expect(timeline.getByRole('listitem')).toHaveCount(7)
  const row = (text: string) => timeline.getByRole('listitem').filter({ hasText: text })
  await expect(row('connections.response')).toContainText('The connection is active; response is no longer possible.')
  await expect(row('greeting')).toContainText('The topic greeting is unknown.')
  await expect(row('unmatched')).toContainText('This session belongs to another connection.')
  await expect(row('credentials.offer')).toContainText('waited')

  await page.getByRole('button', { name: 'connections.request' }).first().click()
  await expect(page).toHaveURL(/event=v2/)
  await expect(page.getByText('You are looking at the past; nothing can be sent from here.')).toBeVisible()
  await expect(stateOf(page, 'connection.request')).toHaveAttribute('data-look', 'current')
  await expect(page.getByRole('button', { name: 'connection.active', exact: true })).toBeDisabled()
  await page.getByRole('slider', { name: 'Timeline entry' }).press('Home')
  await expect(stateOf(page, 'connection.invitation')).toHaveAttribute('data-look', 'current')
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('20 per second')
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await expect(stateOf(page, 'connection.active')).toHaveAttribute('data-look', 'current')
  await expect(page.getByText('7 / 7')).toBeVisible()
  await page.getByRole('button', { name: 'Live', exact: true }).click()
  await expect(page.getByText('You are looking at the past')).toBeHidden()
  await expect(page).not.toHaveURL(/event=/)
})

test('a webhook that moves nothing is listed while the page is open, like one that does', async ({ page, server }) => {
  await signIn(page, server)
  const session = await createSession(server)
  await page.goto(`/qa?session=${session.sessionId}`)
  const entries = page.getByRole('list', { name: 'Timeline' }).getByRole('listitem')
  await expect(entries).toHaveCount(1)
  for (const [index, topic] of ['proofs.request', 'greeting', 'greeting', 'credentials.offer'].entries()) {
    await session.send(topic)
    await expect(entries).toHaveCount(index + 2)
  }
})

test('a link to an entry opens the same past', async ({ page, server }) => {
  await signIn(page, server)
  const session = await createSession(server)
  await session.send('connections.request')
  await session.send('connections.active')
  await page.goto(`/qa?session=${session.sessionId}&event=v2`)
  await expect(stateOf(page, 'connection.request')).toHaveAttribute('data-look', 'current')
  await expect(stateOf(page, 'connection.active')).toHaveAttribute('data-look', 'plain')
})

test('allowed events go out as real webhooks; impossible ones are disabled and say why', async ({ page, server }) => {
  await signIn(page, server)
  const { sessionId } = await createSession(server)
  await page.goto(`/qa?session=${sessionId}`)
  const panel = page.getByRole('region', { name: 'Send an event' })
  await expect(panel.getByRole('button', { name: 'proof.request' })).toBeDisabled()
  await expect(panel.getByRole('button', { name: 'proof.request' })).toHaveAccessibleDescription(
    'It waits: the connection is invitation, and must be active or completed.',
  )
  await panel.getByRole('button', { name: 'connection.active' }).click()
  await expect(page.getByText('connections.active was sent as a webhook: applied.')).toBeVisible()
  await expect(stateOf(page, 'connection.active')).toHaveAttribute('data-look', 'current')
  await panel.getByRole('button', { name: 'proof.request' }).click()
  await expect(stateOf(page, 'proof.request')).toHaveAttribute('data-look', 'current')
  await panel.getByRole('button', { name: 'session.cancelled' }).click()
  await expect(page.getByText('The session has ended; nothing more will happen.')).toBeVisible()
  for (const button of await panel.getByRole('button').all()) await expect(button).toBeDisabled()
})

test('shows the expected path against the one that was taken', async ({ page, server }) => {
  await signIn(page, server)
  const session = await createSession(server)
  await session.send('connections.active')
  await session.send('proofs.declined')
  await page.goto(`/qa?session=${session.sessionId}`)
  const panel = page.getByRole('region', { name: 'Expected path' })
  await expect(panel.getByRole('listitem').filter({ hasText: 'connection.request' })).toContainText('skipped')
  await expect(panel.getByRole('listitem').filter({ hasText: 'connection.active' })).toContainText('here')
  await expect(panel.getByRole('listitem').filter({ hasText: 'proof.verified' })).toContainText('not reached')
  await expect(panel.getByText('Off the path: proof.declined.')).toBeVisible()
  await panel.getByRole('checkbox').check()
  await expect(stateOf(page, 'proof.verified')).toHaveClass(/qa-expected/)
})
