import { randomUUID } from 'node:crypto'
import { expect, type Page } from '@playwright/test'
import { z } from 'zod'
import type { ServerProcess } from '../../support/server-process.ts'

export const organizationId = 'nelfund'

const Created = z.object({ sessionId: z.string(), invitationId: z.string() })
const Answer = z.object({ webhookId: z.string() })

/** Signs in as an operator does. */
export async function signIn(
  page: Page,
  { adminToken }: Pick<ServerProcess, 'adminToken'>,
  path = '/admin',
): Promise<void> {
  await page.goto(path)
  await page.getByLabel('Admin token').fill(adminToken)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('button', { name: /^Signed in as/ })).toBeVisible()
}

/** A session made as an integrator would, without any page. */
export async function createSession({ url }: ServerProcess) {
  const response = await fetch(`${url}/api/connections/session`, { method: 'POST', body: '{}' })
  expect(response.status).toBe(201)
  return Created.parse(await response.json())
}

/** Sends a webhook as the guide shows it, over HTTP; answers its id. */
export async function send(
  server: ServerProcess,
  topic: string,
  data: Readonly<Record<string, unknown>> = {},
  webhookId = `wh_${randomUUID()}`,
): Promise<string> {
  const timestamp = new Date().toISOString()
  const response = await post(server, { webhookId, topic, timestamp, organizationId, data }, server.webhookSecret)
  expect(response.status).toBe(200)
  return Answer.parse(await response.json()).webhookId
}

/** POSTs anything to where webhooks go. */
export function post({ url }: ServerProcess, body: object, secret: string): Promise<Response> {
  return fetch(`${url}/api/webhooks/confirmd`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-API-Key': secret },
    body: JSON.stringify(body),
  })
}

/** The event log's table. */
export function eventTable(page: Page) {
  return page.getByRole('table', { name: 'Events, newest first' })
}
