import { expect, type Page } from '@playwright/test'
import { z } from 'zod'
import { expectNoViolation } from '../../support/axe.ts'
import type { ServerProcess } from '../../support/server-process.ts'

const Created = z.object({ sessionId: z.string(), invitationId: z.string() })

/** A new session on the server, and what sends webhooks for it. */
export async function createSession(server: ServerProcess) {
  const response = await fetch(`${server.url}/api/connections/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
  })
  const { sessionId, invitationId } = Created.parse(await response.json())
  let sent = 0
  return {
    sessionId,
    /** Resolves when the server has answered 200. */
    async send(topic: string, keys: object = {}): Promise<void> {
      const answer = await fetch(`${server.url}/api/webhooks/confirmd`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-API-Key': server.webhookSecret },
        body: JSON.stringify({
          webhookId: `${sessionId} ${++sent}`,
          topic,
          organizationId: 'organization',
          data: { invitationId, connectionId: `connection of ${sessionId}`, ...keys },
        }),
      })
      expect(answer.status).toBe(200)
    },
  }
}

/** Signs the browser in as signing in on the page does, without the page. */
export async function signIn(page: Page, server: ServerProcess): Promise<void> {
  const answer = await page.request.post(`${server.url}/trpc/admin.login`, { data: { token: server.adminToken } })
  expect(answer.ok()).toBe(true)
}

/** A state of the chart, by its id. */
export function stateOf(page: Page, id: string) {
  return page.locator(`[data-state="${id}"]`)
}

/** A state that the session is in. */
export async function expectNow(page: Page, id: string): Promise<void> {
  await expect(stateOf(page, id)).toHaveAttribute('aria-current', 'step')
}

/** The button that sends an event. */
export function sender(page: Page, event: string) {
  return page.getByRole('complementary').getByRole('button', { name: event, exact: true })
}

/** The rows of the history, the newest first. */
export function historyOf(page: Page) {
  return page.getByRole('list', { name: 'History' }).getByRole('listitem')
}

export const expectAccessible = expectNoViolation
