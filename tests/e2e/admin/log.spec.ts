import { expect } from '@playwright/test'
import { expectNoViolation } from '../../support/axe.ts'
import { test } from '../../support/e2e.ts'
import { createSession, eventTable, organizationId, post, send, signIn } from './console.ts'

test('an empty log shows the command that sends a first webhook, which then appears by itself', async ({
  page,
  server,
}) => {
  await signIn(page, server)
  const command = page.getByText('curl -X POST')
  await expect(command).toContainText(`'${server.url}/api/webhooks/confirmd'`)
  await expect(command).toContainText('"X-API-Key: $WEBHOOK_SECRET"')
  await expectNoViolation(page)

  await send(server, 'connections.active', { connectionId: 'conn_1' })
  await expect(eventTable(page).getByRole('link', { name: 'connections.active' })).toBeVisible()
  await expect(command).toBeHidden()
  await expect(page.getByRole('link', { name: 'Total webhooks 1' })).toBeVisible()
})

test('tiles are live and lead to the lists they count; refused requests are counted', async ({ page, server }) => {
  const { invitationId } = await createSession(server)
  await send(server, 'connections.request', { invitationId, connectionId: 'conn_1' })
  await send(server, 'connections.request', { invitationId, connectionId: 'conn_1' })
  await send(server, 'things.happened')
  await signIn(page, server)
  const figures = page.getByRole('region', { name: 'Figures' })
  await expect(figures.getByRole('link', { name: '1 stale' })).toBeVisible()
  await expect(page.getByRole('img', { name: /^Webhooks per hour .*: 3 in all/ })).toBeVisible()
  await page.getByRole('button', { name: 'Show as table' }).click()
  await expect(page.getByRole('region', { name: 'Webhooks per hour' }).getByRole('row')).toHaveCount(49)

  expect((await post(server, {}, 'a-wrong-key')).status).toBe(401)
  await expect(page.getByRole('row', { name: '401 wrong key 1 1' })).toBeVisible()

  await figures.getByRole('link', { name: '1 ignored' }).click()
  await expect(page.getByRole('heading', { name: 'Event log' })).toBeFocused()
  await expect(page).toHaveURL(/\?outcome=ignored$/)
  await expect(eventTable(page).getByRole('link')).toHaveText(['things.happened'])
  await page.getByRole('list', { name: 'By topic' }).getByRole('link', { name: 'connections.request' }).click()
  await expect(eventTable(page).getByRole('link')).toHaveText(['connections.request', 'connections.request'])
  await page.getByRole('list', { name: 'Sessions by status' }).getByRole('link', { name: 'request' }).click()
  await expect(page.getByRole('table', { name: 'Sessions, newest first' }).getByRole('row')).toHaveCount(2)
})

test('a duplicate points to its original: from the count to the event, and there to how often it came', async ({
  page,
  server,
}) => {
  const webhookId = await send(server, 'things.happened')
  await send(server, 'things.once')
  await signIn(page, server)
  await expect(eventTable(page).getByRole('link')).toHaveCount(2)
  for (let time = 0; time < 2; time++) await send(server, 'things.happened', {}, webhookId)
  await expect(page.getByRole('row', { name: '200 duplicate 2 2' })).toBeVisible()
  await expect(eventTable(page).getByRole('row', { name: 'things.happened' })).toContainText('delivered 3 times')

  await page.getByRole('link', { name: '200 duplicate' }).click()
  await expect(page).toHaveURL(/\?redelivered=true$/)
  await expect(page.getByRole('checkbox', { name: 'Redelivered only' })).toBeChecked()
  await expect(eventTable(page).getByRole('link')).toHaveText(['things.happened'])
  await eventTable(page).getByRole('link').click()
  await expect(page.getByRole('dialog')).toContainText(/Delivered\s*3 times, last at/)
  await expectNoViolation(page)
})

test('filters and search narrow the log, stay in the address, and are cleared where nothing matches', async ({
  page,
  server,
}) => {
  const { invitationId, sessionId } = await createSession(server)
  await send(server, 'connections.request', { invitationId, connectionId: 'conn_1' })
  const lost = await send(server, 'connections.active', { connectionId: 'conn_lost' })
  await signIn(page, server)
  const links = eventTable(page).getByRole('link')
  await expect(links).toHaveCount(2)
  await expectNoViolation(page)

  await page.getByRole('combobox', { name: 'Outcome' }).selectOption('unmatched')
  await expect(links).toHaveText(['connections.active'])
  await page.getByRole('combobox', { name: 'Outcome' }).selectOption('')
  await page.getByLabel('Search by any id').fill(sessionId.slice(0, 8))
  await page.keyboard.press('Enter')
  await expect(links).toHaveText(['connections.request'])
  await page.reload()
  await expect(page.getByLabel('Search by any id')).toHaveValue(sessionId.slice(0, 8))
  await expect(links).toHaveText(['connections.request'])
  await page.getByLabel('Search by any id').fill(lost)
  await page.getByLabel('Organization').fill(organizationId)
  await page.keyboard.press('Enter')
  await expect(links).toHaveText(['connections.active'])

  await page.getByLabel('To', { exact: true }).fill('2020-01-01T00:00')
  await page.keyboard.press('Enter')
  await expect(page.getByText('No event matches.')).toBeVisible()
  await expectNoViolation(page)
  await page.getByRole('link', { name: 'Clear the filters' }).click()
  await expect(links).toHaveCount(2)
  await expect(page).toHaveURL(`${server.url}/admin`)
})

test('the log is read page by page, and its live tail waits while one scrolls', async ({ page, server }) => {
  for (let batch = 0; batch < 6; batch++) {
    await Promise.all(Array.from({ length: 20 }, (_, index) => send(server, `things.number-${batch * 20 + index}`)))
  }
  await signIn(page, server)
  const table = eventTable(page)
  const scroller = page.getByTestId('log-scroller')
  await expect(table.getByRole('row')).not.toHaveCount(0)
  expect(await table.getByRole('row').count(), 'rows in the page').toBeLessThan(60)
  const toEnd = () => scroller.evaluate((element) => element.scrollTo({ top: element.scrollHeight }))
  await expect(async () => {
    await toEnd()
    await expect(table).toHaveAttribute('aria-rowcount', '121', { timeout: 300 })
  }).toPass()

  await Promise.all(Array.from({ length: 3 }, (_, index) => send(server, `things.new-${index}`)))
  await page.getByRole('button', { name: '3 new' }).click()
  await expect(table.getByRole('link', { name: 'things.new-0' })).toBeVisible()
  await expect(page.getByRole('button', { name: '3 new' })).toBeHidden()
  await send(server, 'things.followed')
  await expect(table.getByRole('link').first()).toHaveText('things.followed')
})
