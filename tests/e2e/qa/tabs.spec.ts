import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import { readHistoryFile } from '../../../shared/history-file.ts'
import { test } from '../../support/e2e.ts'
import { longHistory } from '../../support/long-history.ts'
import { createSession, expectNow, historyOf, sender, signIn, stateOf } from './desk.ts'

test.use({ sharesServer: true })

async function exported(page: Page, name: string): Promise<Buffer> {
  const download = page.waitForEvent('download')
  if (!(await page.getByRole('button', { name, exact: true }).isVisible()))
    await page.getByText('Share', { exact: true }).click()
  await page.getByRole('button', { name, exact: true }).click()
  return readFile(await (await download).path())
}

function choose(page: Page, name: string, text: string): Promise<void> {
  const file = { name, mimeType: 'application/json', buffer: Buffer.from(text) }
  return page.getByLabel('Import a history').setInputFiles(file)
}

test('the sandbox walks by keys and clicks, undoes, replays what is stored, and touches no session', async ({
  page,
  server,
}) => {
  await signIn(page, server)
  const session = await createSession(server)
  for (const topic of ['connections.request', 'connections.active', 'proofs.request']) await session.send(topic)
  await page.goto(`/qa?session=${session.sessionId}&mode=sandbox`)
  await stateOf(page, 'connection.completed').click()
  await expectNow(page, 'connection.completed')
  await sender(page, 'credential.offer').click()
  await expectNow(page, 'credential.offer')
  await page.keyboard.press('u')
  await expectNow(page, 'credential.idle')
  await page.getByRole('button', { name: 'connections.active', exact: true }).click()
  await expect(page.getByText('connection.active was stale: nothing changed.').first()).toBeVisible()
  await page.getByRole('button', { name: 'Replay all from the start' }).click()
  await expectNow(page, 'proof.request')
  await page.getByRole('link', { name: 'Follow' }).click()
  await expectNow(page, 'connection.active')
})

test('coverage and tests are on the same chart, counted; the table says the same', async ({ page, server }) => {
  await signIn(page, server)
  const session = await createSession(server)
  await session.send('connections.active')
  await page.goto('/qa?mode=coverage')
  await expect(stateOf(page, 'connection.active')).toHaveAttribute('data-look', 'seen')
  await expect(page.getByRole('heading', { name: /^All \d+ sessions$/ })).toBeVisible()
  await expect(page.getByRole('img', { name: /sessions in the last 72 hours/ })).toBeVisible()

  const plot = page.getByRole('img', { name: /sessions in the last 72 hours/ })
  const box = await plot.boundingBox()
  if (!box) throw new Error('There is no plot')
  await page.mouse.move(box.x + 2, box.y + 20)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2, box.y + 20, { steps: 3 })
  await page.mouse.up()
  await expect(page.getByRole('heading', { name: /^0 of \d+ sessions$/ })).toBeVisible()
  await expect(stateOf(page, 'connection.active')).toHaveAttribute('data-look', 'unseen')
  await page.reload() // an address of what one sees
  await expect(page.getByText('None began in these hours.')).toBeVisible()
  await page.getByLabel('Sessions of').selectOption('Last 24 h')
  await expect(stateOf(page, 'connection.active')).toHaveAttribute('data-look', 'seen')
  await page.getByLabel('Shown').selectOption('Median time')
  await expect(page.getByText('the darker, the longer')).toBeVisible()
  await expect(page).toHaveURL(/mode=coverage&span=24h&measure=time/)
  await page.getByRole('link', { name: 'Tests' }).click()
  await expect(page.getByText('every state and transition is covered')).toBeVisible()
  await expect(page.locator('[data-look="unseen"], [data-look="lacking"]')).toHaveCount(0)
  await page.goto(`/qa?session=${session.sessionId}&view=table`)
  const row = (name: RegExp) => page.getByRole('row', { name })
  await expect(row(/^invitation connection.active active/)).toContainText('taken last')
  await expect(row(/^active \(now\) connection.completed completed/)).toContainText('possible now')
  await expect(row(/^idle \(now\) proof.request request/)).toContainText('isConnected')
})

test('exports what one sees as Mermaid, SVG, PNG and JSON; the JSON comes back, and tampered with is told by entry', async ({
  page,
  server,
}) => {
  await signIn(page, server)
  const session = await createSession(server)
  for (const topic of ['connections.request', 'connections.active', 'connections.request']) await session.send(topic)
  await page.goto(`/qa?session=${session.sessionId}`)
  await expect(historyOf(page)).toHaveCount(4)
  const mermaid = (await exported(page, 'Mermaid')).toString()
  expect(mermaid).toContain('connection_request --> connection_active : connection.active')
  expect(mermaid).toContain('class connection_active current')
  const svg = (await exported(page, 'SVG')).toString()
  expect(svg).toMatch(/^<svg [\s\S]*skipped[\s\S]*<\/svg>\s*$/) // as it is on the page, second lines included
  expect((await exported(page, 'PNG')).subarray(1, 4).toString()).toBe('PNG')
  const json = (await exported(page, 'JSON')).toString()
  expect(readHistoryFile(json)).toMatchObject({ file: { timeline: { sessionId: session.sessionId } } })

  await page.goto('/qa?mode=file')
  await choose(page, 'history.json', json)
  await expect(page.getByText('The machine behaves the same today.')).toBeVisible()
  await choose(page, 'tampered.json', json.replaceAll('"status": "active"', '"status": "error"'))
  await expect(page.getByText(/The machine behaves differently today in \d places?/)).toBeVisible()
  await page.getByRole('button', { name: /^Entry 3 \(v3\)/ }).click()
  await expectNow(page, 'connection.error')
  await choose(page, 'foreign.json', json.replace('"status": "active"', '"status": "paused"'))
  const faults = page.getByRole('region', { name: 'Faults' })
  await expect(faults).toContainText(/Entry 3 is left out: \w+\.status is "paused"/)
  await expect(historyOf(page)).toHaveCount(3)
  await choose(page, 'tampered.json', json.replaceAll('"status": "active"', '"status": "error"'))
  await page.getByRole('button', { name: /^Entry 3 \(v3\)/ }).click()
  for (const [text, words] of Object.entries(badFiles)) {
    await choose(page, 'bad.json', text)
    await expect(page.getByRole('alert')).toContainText(words)
    await expectNow(page, 'connection.error') // what was open stays
  }
})

const badFiles = {
  'sort of a history': 'The file is not JSON.',
  '{"hello":1}': 'The file is not a session history',
  '{"format":"nelfund-connect/session-history","version":2}': 'The file is of version 2',
  '{"format":"nelfund-connect/session-history","version":1}': 'The file is damaged: exportedAt',
}

test('ten thousand entries keep few rows in the page, and scrub to their ends', async ({ page, server }) => {
  await signIn(page, server)
  await page.goto('/qa?mode=file')
  await page.getByLabel('Import a history').setInputFiles(longHistory(10_000))
  await expect(historyOf(page).filter({ hasText: 'topic 9999' })).toBeVisible()
  await page.getByRole('slider').press('Home')
  await expect(historyOf(page).filter({ hasText: /topic 0(?!\d)/ })).toBeVisible()
  await page.getByLabel('Import a history').setInputFiles(longHistory(20_001))
  await expect(page.getByText('of 20,001 entries these are the first 20,000')).toBeVisible()
  expect(await historyOf(page).count()).toBeLessThan(60)
})
