import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { SessionView } from '../../shared/session-view.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { organizationId } from '../support/webhooks.ts'
import { type Answer, ask, student } from './ask.ts'
import type { StubPlatform } from './stub-platform.ts'

/** The server as it comes: no setting but secrets, no `NODE_ENV`, the simulator on. */
export function startShipped(variables: Readonly<Record<string, string>> = {}, shell?: string): Promise<ServerProcess> {
  return startServerProcess({ NODE_ENV: '', SESSION_RATE_LIMIT: '', ...variables }, shell)
}

/** The server as it runs for a campus: production, with this platform. */
export function startProduction(platform: StubPlatform, variables: Readonly<Record<string, string>> = {}) {
  return startServerProcess({
    ...{ NODE_ENV: 'production', SESSION_RATE_LIMIT: '' },
    ORGANIZATION_ID: organizationId,
    CLIENT_ID: 'client-of-the-attack',
    CLIENT_SECRET: 'client-secret-of-the-attack',
    CREDENTIAL_DEFINITION_ID: 'definition:3:CL:1:latest',
    CONFIRMD_AUTH_URL: `${platform.url}/token`,
    CONFIRMD_API_URL: platform.url,
    ...variables,
  })
}

export function webhook(
  server: ServerProcess,
  body: object | string | Buffer,
  from: string = student,
): Promise<Answer> {
  const headers = { 'x-api-key': server.webhookSecret }
  return ask(server, { from, method: 'POST', path: '/api/webhooks/confirmd', headers, body, fresh: true })
}

/** As an operator, by the token. */
export function asOperator(server: ServerProcess, path: string, from: string = student): Promise<Answer> {
  return ask(server, { from, path, headers: { authorization: `Bearer ${server.adminToken}` } })
}

/** What a new session is known by, to itself and to the platform. */
export const Created = z.object({ sessionId: z.string(), invitationId: z.string() })
export type Created = z.infer<typeof Created>

/** A new session of a student. @throws where there is none. */
export async function createSession(server: ServerProcess, requestType = 'registration', from = student) {
  const path = '/api/connections/session'
  const answer = await ask(server, { from, method: 'POST', path, body: { requestType } })
  if (answer.status !== 201) throw new Error(`session: ${answer.status} ${answer.body.slice(0, 100)}`)
  return Created.parse(JSON.parse(answer.body))
}

export async function readSession(server: ServerProcess, sessionId: string): Promise<SessionView> {
  const { body } = await ask(server, { from: student, path: `/api/connections/session?sessionId=${sessionId}` })
  return SessionView.parse(JSON.parse(body))
}

/** One stored webhook as the console lists it. */
const Listed = z.looseObject({ webhookId: z.string(), outcome: z.string(), topic: z.string().nullish() })
const Page = z.object({ result: z.object({ data: z.object({ items: z.array(Listed) }) }) })

/** What the console lists with these filters. */
export async function listWebhooks(server: ServerProcess, filter: object = {}) {
  const input = encodeURIComponent(JSON.stringify({ limit: 200, ...filter }))
  const { body } = await asOperator(server, `/trpc/admin.webhooks?input=${input}`)
  return Page.parse(JSON.parse(body)).result.data.items
}

/** Asks until it holds; false where it does not in time. */
export async function until(holds: () => Promise<boolean> | boolean, withinMs: number): Promise<boolean> {
  const deadlineMs = performance.now() + withinMs
  while (!(await holds())) {
    if (performance.now() > deadlineMs) return false
    await delay(50)
  }
  return true
}

/** What Linux counts a process's work in (`getconf CLK_TCK`, 100 a second everywhere). */
const tickMs = 10

export function openDescriptors(server: ServerProcess): number {
  return readdirSync(`/proc/${server.pid()}/fd`).length
}

/** Resident memory in MiB. */
export function rssMib(server: ServerProcess): number {
  const status = readFileSync(`/proc/${server.pid()}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024
}

/** How long its process has worked so far, on all processors together. Its name is in brackets and may hold spaces. */
export function cpuMs(server: ServerProcess): number {
  const [, , , , , , , , , , , user = 0, system = 0] = readFileSync(`/proc/${server.pid()}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
    .map(Number)
  return (user + system) * tickMs
}

/** A figure of `/metrics`. */
export async function metric(server: ServerProcess, name: string): Promise<number> {
  const { body } = await asOperator(server, '/metrics')
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(body)?.[1] ?? Number.NaN)
}

/** The slowest of `/healthz`'s answers while `act` runs, asked one after another: how long the loop stood still. */
export async function slowestHealth(server: ServerProcess, act: () => Promise<unknown>): Promise<number> {
  let isOver = false
  const acting = act().finally(() => {
    isOver = true
  })
  let slowestMs = 0
  do {
    const { status, tookMs } = await ask(server, { from: student, path: '/healthz' })
    slowestMs = Math.max(slowestMs, status === 200 ? tookMs : 20_000)
    await delay(10)
  } while (!isOver)
  await acting
  return slowestMs
}
