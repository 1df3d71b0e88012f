import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import { readHistoryFile } from '../../../shared/history-file.ts'
import { test } from '../../support/e2e.ts'
import { createSession, signIn, stateOf, transitionOf } from './desk.ts'

async function exported(page: Page, name: string): Promise<Buffer> {
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name, exact: true }).click()
  return readFile(await (await download).path())
}

function chooseFile(page: Page, name: string, text: string): Promise<void> {
  const file = { name, mimeType: 'application/json', buffer: Buffer.from(text) }
  return page.getByLabel('Import a history').setInputFiles(file)
}

test('the sandbox walks the machine, replays what is stored, and touches no session', async ({ page, server }) => {
  await signIn(page, server)
  const session = await createSession(server)
  for (const topic of ['connections.request', 'connections.active', 'proofs.request']) await session.send(topic)
  await page.goto(`/qa?session=${session.sessionId}&mode=sandbox`)
  const panel = page.getByRole('region', { name: 'Apply an event' })
  await expect(panel.getByRole('button', { name: 'credential.offer' })).toBeDisabled()
  await panel.getByRole('button', { name: 'connection.completed' }).click()
  await panel.getByRole('button', { name: 'credential.offer' }).click()
  await expect(stateOf(page, 'credential.offer')).toHaveAttribute('data-look', 'current')
  await page.getByRole('button', { name: 'connections.active', exact: true }).click()
  await expect(page.getByText('connection.active was stale: nothing changed.')).toBeVisible()
  await page.getByRole('button', { name: 'Replay all from the start' }).click()
  await expect(stateOf(page, 'proof.request')).toHaveAttribute('data-look', 'current')
  await expect(stateOf(page, 'credential.idle')).toHaveAttribute('data-look', 'current')
  await panel.getByRole('button', { name: 'session.expired' }).click()
  await expect(stateOf(page, 'connection.abandoned')).toHaveAttribute('data-look', 'current')
  await page.goto(`/qa?session=${session.sessionId}`)
  await expect(page.getByText('Live · active')).toBeVisible()
})

test('coverage counts all sessions; what never happened is drawn so', async ({ page, server }) => {
  await signIn(page, server)
  for (const _ of [1, 2, 3]) await (await createSession(server)).send('connections.request')
  await page.goto('/qa?mode=coverage')
  await expect(page.getByText('Over all 3 sessions')).toBeVisible()
  const taken = transitionOf(page, 'connection.invitation connection.request request')
  await expect(taken).toHaveText('request 3')
  await expect(taken).toHaveAttribute('data-look', 'seen')
  await expect(stateOf(page, 'connection.response')).toHaveAttribute('data-look', 'unseen')
  await expect(page.getByRole('row', { name: /^connection.response never seen/ })).toBeVisible()
})

test('the coverage of the project’s own tests is on the same chart', async ({ page, server }) => {
  await signIn(page, server)
  await page.goto('/qa?mode=tests')
  await expect(page.getByText('every state and transition is covered')).toBeVisible()
  await expect(page.locator('[data-look="unseen"]')).toHaveCount(0)
  await expect(page.locator('[data-look="seen"][data-transition]')).toHaveCount(54)
})

test('the table says the same as the chart', async ({ page, server }) => {
  await signIn(page, server)
  const session = await createSession(server)
  await session.send('connections.active')
  await page.goto(`/qa?session=${session.sessionId}&view=table`)
  const row = (name: RegExp) => page.getByRole('row', { name })
  await expect(row(/^connection invitation connection.active active/)).toContainText('taken last')
  await expect(row(/^connection active \(now\) connection.completed completed/)).toContainText('possible now')
  await expect(row(/^proof idle \(now\) proof.request request/)).toContainText('isConnected')
})

test('exports Mermaid, SVG, PNG and JSON; the JSON can be imported and played back', async ({ page, server }) => {
  await signIn(page, server)
  const session = await createSession(server)
  for (const topic of ['connections.request', 'connections.active', 'connections.request']) await session.send(topic)
  await page.goto(`/qa?session=${session.sessionId}`)
  await expect(page.getByRole('list', { name: 'Timeline' }).getByRole('listitem')).toHaveCount(4)

  const mermaid = (await exported(page, 'Mermaid')).toString()
  expect(mermaid).toContain('connection_request --> connection_active : connection.active')
  expect(mermaid).toContain('class connection_active current')
  expect((await exported(page, 'SVG')).toString()).toMatch(/^<svg [\s\S]*connection[\s\S]*<\/svg>\s*$/)
  expect((await exported(page, 'PNG')).subarray(1, 4).toString()).toBe('PNG')
  const json = (await exported(page, 'JSON')).toString()
  expect(readHistoryFile(json)).toMatchObject({ file: { timeline: { sessionId: session.sessionId } } })

  await chooseFile(page, 'history.json', json)
  await expect(page.getByText('The machine behaves the same today.')).toBeVisible()
  await page.getByRole('button', { name: 'connections.request' }).first().click()
  await expect(stateOf(page, 'connection.request')).toHaveAttribute('data-look', 'current')

  await chooseFile(page, 'altered.json', json.replaceAll('"status": "active"', '"status": "error"'))
  await expect(page.getByText(/The machine behaves differently today in \d places?/)).toBeVisible()
})

const badFiles = {
  'not JSON': ['sort of a history', 'The file is not JSON.'],
  'something else': ['{"hello":1}', 'The file is not a session history'],
  'another version': ['{"format":"nelfund-connect/session-history","version":2}', 'The file is of version 2'],
  damaged: ['{"format":"nelfund-connect/session-history","version":1}', 'The file is damaged: exportedAt'],
} as const

test('a file that is no history is refused with the reason, and what was open stays', async ({ page, server }) => {
  await signIn(page, server)
  await page.goto('/qa?mode=sandbox')
  for (const [name, [text, words]] of Object.entries(badFiles)) {
    await chooseFile(page, `${name}.json`, text)
    await expect(page.getByRole('alert')).toContainText(words)
    await expect(page.getByRole('alert')).toContainText('Choose a file that')
    await expect(page.getByRole('button', { name: 'Start over' })).toBeVisible()
  }
})
