import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { SessionView } from '../../../shared/session-view.ts'
import { freshPostgres, freshSqlite } from '../../support/databases.ts'
import { startServerProcess } from '../../support/server-process.ts'
import { platformVariables } from '../confirmd/platform-and-server.ts'
import { startSimulated } from '../simulator/simulated.ts'

const calls = {
  requestProof: /\/proofs$/,
  verifyPresentation: /\/verify$/,
  offerCredential: /\/credentials\/offer$/,
} as const
type CallName = keyof typeof calls

const Created = z.object({ sessionId: z.string(), invitationUrl: z.string() })
const awayMs = 4_000

/** A platform and a server of its own, which dies each time after the platform has done one of `deadly` and before it has answered. */
async function setUp(databaseUrl: string, deadly: readonly CallName[]) {
  const counts = { requestProof: 0, verifyPresentation: 0, offerCredential: 0 }
  let awayUntilMs = 0
  let kill = async () => undefined as unknown
  let serverUrl = ''
  const simulated = await startSimulated(
    { webhookUrl: () => `${serverUrl}/api/webhooks/confirmd` },
    async (c, next) => {
      if (performance.now() < awayUntilMs && !c.req.path.includes('/wallet/')) return c.body(null, 503)
      await next()
      const done =
        c.req.method === 'POST'
          ? z
              .enum(['requestProof', 'verifyPresentation', 'offerCredential'])
              .options.find((name) => calls[name].test(c.req.path))
          : undefined
      if (!done) return
      counts[done]++
      if (deadly.includes(done) && counts[done] === 1) await kill()
    },
  )
  onTestFinished(simulated.close)
  const server = await startServerProcess({
    ...platformVariables(simulated),
    DATABASE_URL: databaseUrl,
    WEBHOOK_SECRET: 'a-webhook-secret-of-thirty-two-characters',
  })
  onTestFinished(() => server[Symbol.asyncDispose]())
  serverUrl = server.url
  let kills = 0
  kill = async () => {
    kills++
    await server.kill('SIGKILL')
    void server.restart()
  }
  return {
    server,
    simulated,
    counts,
    kills: () => kills,
    goAway: () => {
      awayUntilMs = performance.now() + awayMs
    },
  }
}

const cases: readonly { name: string; fresh: () => Promise<string>; deadly: readonly CallName[] }[] = [
  { name: 'SQLite', fresh: freshSqlite, deadly: ['requestProof', 'verifyPresentation', 'offerCredential'] },
  { name: 'PostgreSQL', fresh: freshPostgres, deadly: ['offerCredential'] }, // another process waits for the lease of the dead one
]

describe.each(cases)('on $name', ({ fresh, deadly }) => {
  test('a student who closes the page after scanning is registered, once, though the server dies between call and answer and the platform is away for a while', {
    timeout: 400_000,
  }, async () => {
    const { server, simulated, counts, kills, goAway } = await setUp(await fresh(), deadly)
    const created = await fetch(`${server.url}/api/connections/session`, { method: 'POST' })
    const { sessionId, invitationUrl: invitation } = Created.parse(await created.json())
    const { body } = await simulated.wallet('/connections', { invitation })
    const wallet = `/connections/${body.walletConnectionId}`
    const until = async (what: 'proofRequest' | 'credentialOffer') => {
      while ((await simulated.wallet(wallet)).body[what] === null) await delay(100)
    }
    await until('proofRequest')
    goAway()
    await simulated.wallet(`${wallet}/share`, {})
    await until('credentialOffer')
    await simulated.wallet(`${wallet}/receive`, {})

    const read = async () => {
      const response = await fetch(`${server.url}/api/connections/session?sessionId=${sessionId}`).catch(
        () => undefined,
      )
      return response?.ok ? SessionView.parse(await response.json()) : undefined
    }
    await expect
      .poll(read, { timeout: 200_000 })
      .toMatchObject({ status: 'completed', proof: 'verified', credential: 'issued' })
    expect(kills()).toBe(deadly.length)
    expect(counts).toMatchObject({ requestProof: 1, offerCredential: 1 })
    expect(server.errors()).toEqual([])
  })
})
