import { expect } from '@playwright/test'
import { test } from '../../support/e2e.ts'
import { createSession, expectNow, historyOf, sender, signIn, stateOf } from './desk.ts'

test.use({ sharesServer: true })

test('follows a session live: where it is, how it got there, and what is new alone is read', async ({
  page,
  server,
}) => {
  await signIn(page, server)
  const session = await createSession(server)
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('qa.story') || request.url().includes('qa.timeline'))
      asked.push(decodeURIComponent(request.url()))
  })
  await page.goto(`/qa?session=${session.sessionId}`)
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible()
  await expectNow(page, 'connection.invitation')
  for (const word of ['request', 'active', 'completed']) {
    await session.send(`connections.${word}`)
    await expectNow(page, `connection.${word}`)
  }
  await expect(stateOf(page, 'connection.request')).toHaveAttribute('data-look', 'passed')
  await expect(stateOf(page, 'connection.response')).toHaveAttribute('data-look', 'skipped')
  await expect(page.locator('[data-transition="connection.active connection.completed completed"]')).toHaveAttribute(
    'data-look',
    'last',
  )
  await expect(
    page.getByRole('status').filter({ hasText: 'connection: active → completed, by connections.completed' }),
  ).toHaveCount(1)
  for (const [index, topic] of ['proofs.verified', 'greeting', 'greeting', 'connections.request'].entries()) {
    await session.send(topic)
    if (index !== 2) await expect(historyOf(page)).toHaveCount(5 + Math.min(index, 1) + (index === 3 ? 1 : 0))
    else await expect(historyOf(page).filter({ hasText: '2 × greeting' })).toBeVisible()
  }
  await expect(historyOf(page).first()).toContainText('request is no longer possible')
  expect(asked.filter((url) => !url.includes('"after"'))).toHaveLength(1)
})

test('the past: by a link, by keys, by dragging; nothing can be sent from it, and it ends at now', async ({
  page,
  server,
}) => {
  await signIn(page, server)
  const session = await createSession(server)
  for (const topic of ['credentials.offer', 'connections.request', 'connections.active', 'connections.response'])
    await session.send(topic)
  await page.goto(`/qa?session=${session.sessionId}&event=v2`)
  await expectNow(page, 'connection.request')
  await expect(stateOf(page, 'connection.active')).not.toHaveAttribute('data-look', /passed|current/)
  await expect(page.getByText('The past: nothing can be sent from here.')).toBeVisible()
  await expect(sender(page, 'connection.active')).toBeDisabled()

  const chart = await page.locator('.qa-map').boundingBox()
  await page.keyboard.press('[')
  await expectNow(page, 'connection.invitation')
  await page.keyboard.press(']')
  await page.keyboard.press(']')
  await expectNow(page, 'connection.active')
  expect(await page.locator('.qa-map').boundingBox()).toEqual(chart) // scrubbing moves nothing else
  const axis = page.locator('.qa-axis')
  const box = await axis.boundingBox()
  if (!box) throw new Error('There is no time axis')
  await page.mouse.move(box.x + box.width - 20, box.y + 40)
  await page.mouse.down()
  await page.mouse.move(box.x + 88, box.y + 40, { steps: 4 })
  await page.mouse.up()
  await expectNow(page, 'connection.invitation')
  await page.keyboard.press('l')
  await expect(page).not.toHaveURL(/event=/)
  await expect(sender(page, 'connection.completed')).toBeEnabled()

  await page.goto(`/admin?event=${encodeURIComponent(`${session.sessionId} 3`)}`)
  await page.getByRole('link', { name: 'In the visualiser' }).click()
  await expect(page.getByText('The past: nothing can be sent from here.')).toBeVisible()
  await expectNow(page, 'connection.active')
  await page.goto(`/qa?session=${session.sessionId}&event=v99`)
  await expect(page.getByRole('alert')).toContainText('no such entry')

  await page.getByRole('slider').press('Home')
  await expectNow(page, 'connection.invitation')
  await page.getByLabel('Speed').selectOption('20 a second')
  await page.getByRole('button', { name: 'Play' }).click() // from the first to the last
  await expect(page.getByText(/^(\d+) of \1$/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible()
  await page.keyboard.press('l')
  await page.mouse.move(box.x + box.width - 20, box.y + 40)
  await page.mouse.down()
  await page.mouse.move(box.x + 88, box.y + 40, { steps: 4 })
  await expectNow(page, 'connection.invitation')
  const count = await historyOf(page).count()
  await session.send('connections.abandoned') // it ends while one drags
  await expect(historyOf(page)).toHaveCount(count + 1)
  await expectNow(page, 'connection.invitation')
  await page.mouse.move(box.x + 90, box.y + 40)
  await page.mouse.up()
  await expectNow(page, 'connection.invitation')
  await page.keyboard.press('l')
  await expectNow(page, 'connection.abandoned')
  await expect(page.getByRole('status').filter({ hasText: 'Ended' })).toBeVisible()
})

test('sends what is possible: by a click, by the state, by Enter and by its digit; the rest is folded, with why', async ({
  page,
  server,
}) => {
  await signIn(page, server)
  const { sessionId } = await createSession(server)
  await page.goto(`/qa?session=${sessionId}`)
  await page.getByText(/not possible now, and why/).click()
  await expect(page.getByText('It waits: the connection is invitation')).not.toHaveCount(0)
  await sender(page, 'connection.request').click()
  await expect(page.getByText('connections.request was sent as a webhook: applied.')).toBeVisible()
  await expectNow(page, 'connection.request')
  await stateOf(page, 'connection.response').click()
  await expectNow(page, 'connection.response')
  await stateOf(page, 'connection.response').focus()
  await page.keyboard.press('ArrowRight')
  await expect(stateOf(page, 'connection.active')).toBeFocused()
  await page.keyboard.press('Enter')
  await expectNow(page, 'connection.active')
  const digit = (await sender(page, 'proof.request').getAttribute('aria-keyshortcuts')) ?? ''
  await page.keyboard.press(digit)
  await expectNow(page, 'proof.request')
  await stateOf(page, 'proof.verified').focus()
  await expect(page.locator('.qa-tip')).toContainText(/proof\.verified.*Guard isConnected holds\. \d sends it\./)
  await expect(page.locator('path.qa-look-route').first()).toBeVisible()
  await stateOf(page, 'credential.issued').hover()
  await expect(page.locator('.qa-tip')).toContainText('credential.issued')
  await sender(page, 'session.cancelled').click()
  await expect(page.getByRole('status').filter({ hasText: 'Ended' })).toBeVisible()
  await expect(page.locator('[data-event]')).toHaveCount(0)
})

test('two sessions: where they part is said, and the other is beside the first in chart and time', async ({
  page,
  server,
}) => {
  await signIn(page, server)
  const [one, other] = [await createSession(server), await createSession(server)]
  for (const topic of ['connections.active', 'proofs.verified']) await one.send(topic)
  for (const topic of ['connections.active', 'proofs.declined']) await other.send(topic)
  await page.goto(`/qa?session=${one.sessionId}`)
  await page.getByRole('button', { name: 'Compare with' }).click()
  await page.getByRole('button', { name: 'Sessions' }).click()
  await page.getByRole('link', { name: other.sessionId.slice(0, 8) }).click()
  await expect(page).toHaveURL(new RegExp(`compare=${other.sessionId}`))
  await expect(
    page.getByRole('status').filter({ hasText: 'They part after proof idle: A took proof.verified' }),
  ).toBeVisible()
  await expect(stateOf(page, 'proof.declined')).toContainText('B')
  await expect(page.locator('.qa-bar-other').first()).toBeVisible()
  await page.goto(`/qa?session=${one.sessionId}&compare=nonsense`)
  await expect(page.getByText('The session to compare with does not exist.')).toBeVisible()
})
