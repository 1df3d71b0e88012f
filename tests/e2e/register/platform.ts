import { randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import { z } from 'zod'
import type { RequestType } from '../../../shared/session-status.ts'
import { SessionView } from '../../../shared/session-view.ts'
import type { ServerProcess } from '../../support/server-process.ts'

const Created = z.object({ sessionId: z.string(), invitationId: z.string(), invitationUrl: z.string() })
export type Created = z.infer<typeof Created>

type Address = Pick<ServerProcess, 'url' | 'webhookSecret'>

/** A session made as an integrator would, without any page. */
export async function createSession({ url }: Address, requestType: RequestType = 'registration'): Promise<Created> {
  const response = await fetch(`${url}/api/connections/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ requestType }),
  })
  expect(response.status).toBe(201)
  return Created.parse(await response.json())
}

/** The session as the server knows it. */
export async function readSession({ url }: Address, sessionId: string): Promise<SessionView> {
  return SessionView.parse(await (await fetch(`${url}/api/connections/session?sessionId=${sessionId}`)).json())
}

/** What a student would quote of it, as the pages show it. */
export async function shownReference(server: Address, { sessionId }: Created): Promise<string> {
  const { reference } = await readSession(server, sessionId)
  return `${reference?.slice(0, 3)}-${reference?.slice(3)}`
}

/** Sends the guide's webhooks for these topics, each after the answer to the one before; resolves when all are stored. */
export async function tell(
  server: Address,
  session: Created & { readonly connectionId?: string | null },
  ...topics: readonly string[]
): Promise<void> {
  for (const topic of topics) {
    const { invitationId } = session
    const connectionId = session.connectionId ?? `connection-of-${invitationId}`
    const response = await fetch(`${server.url}/api/webhooks/confirmd`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': server.webhookSecret },
      body: JSON.stringify({
        webhookId: randomUUID(),
        topic,
        organizationId: 'nelfund',
        data: { invitationId, connectionId, theirLabel: 'ConfirmD Wallet' },
      }),
    })
    expect(response.status).toBe(200)
  }
}

const Connected = z.object({ walletConnectionId: z.string() })

/** The simulated wallet accepts an invitation, without its page; resolves with what it calls the connection. */
export async function connectWallet({ url }: Address, invitation: string): Promise<string> {
  const response = await fetch(`${url}/simulator/wallet/connections`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ invitation }),
  })
  expect(response.status).toBe(201)
  return Connected.parse(await response.json()).walletConnectionId
}

/** The simulated wallet answers what waits on a connection, without its page. */
export async function answerInWallet(
  { url }: Address,
  walletConnectionId: string,
  answer: 'share' | 'receive',
): Promise<void> {
  const address = `${url}/simulator/wallet/connections/${walletConnectionId}/${answer}`
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  expect(response.status).toBe(200)
}
