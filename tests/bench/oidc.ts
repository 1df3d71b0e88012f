import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import * as client from 'openid-client'
import { arrive, begin, createBrowser, goBack, redirectUri, walk } from '../support/portal-student.ts'
import { startServerProcess } from '../support/server-process.ts'

/**
 * `npm run bench:oidc -- [--students 200] [--at-once 10] [--starts 5]`: what `OIDC_CLIENTS` costs at the start, and how long a
 * portal and its students wait. The simulated platform and wallet run in the server, the portal and the browsers here.
 */
const { values } = parseArgs({
  options: {
    students: { type: 'string', default: '200' },
    'at-once': { type: 'string', default: '10' },
    starts: { type: 'string', default: '5' },
  },
})
const secret = 'a-secret-of-the-portal-of-this-measurement'
const directory = await mkdtemp(join(tmpdir(), 'nelfund-oidc-'))
const file = join(directory, 'portals.json')
const entry = { client_id: 'bench', client_name: 'Bench', client_secret: secret, redirect_uris: [redirectUri] }
writeFileSync(file, JSON.stringify([entry]))
const print = (line: string) => process.stdout.write(`${line}\n`)

try {
  for (const [name, variables] of [
    ['without portals', {}],
    ['with OIDC_CLIENTS', { OIDC_CLIENTS: file }],
  ] as const) {
    const startsMs: number[] = []
    const residentMib: number[] = []
    for (let round = 0; round < Number(values.starts); round++) {
      const startedMs = performance.now()
      await using server = await startServerProcess(variables)
      startsMs.push(performance.now() - startedMs)
      residentMib.push(residentKib(server.pid()) / 1024)
    }
    print(`${name}: ready after ${at(startsMs, 0.5)} ms, ${at(residentMib, 0.5)} MiB resident (medians)`)
  }
  await using server = await startServerProcess({ OIDC_CLIENTS: file, LOG_LEVEL: 'warn' })
  const parts = await measureFlows(server.url)
  for (const [name, tookMs] of parts) print(`${name}: p50 ${at(tookMs, 0.5)} ms, p95 ${at(tookMs, 0.95)} ms`)
} finally {
  await rm(directory, { recursive: true, force: true })
}

/** How long each part took, by its name, in milliseconds. */
async function measureFlows(url: string): Promise<ReadonlyMap<string, number[]>> {
  const parts = new Map<string, number[]>()
  const note = (name: string, tookMs: number) => parts.set(name, [...(parts.get(name) ?? []), tookMs])
  const config = await client.discovery(new URL(url), entry.client_id, undefined, client.ClientSecretBasic(secret), {
    execute: [client.allowInsecureRequests],
  })
  const registerOne = async () => {
    let portalMs = 0
    const timed = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
      const startedMs = performance.now()
      const result = await work()
      const tookMs = performance.now() - startedMs
      note(name, tookMs)
      portalMs += tookMs
      return result
    }
    const startedMs = performance.now()
    const browser = createBrowser(url)
    const begun = await timed('PAR', () => begin(config, undefined, {}, true))
    await timed('authorize', () => arrive(browser, begun))
    const walkedMs = performance.now()
    await walk(url, browser)
    note(
      'the session, from its invitation to the credential, with a wallet that looks ten times a second',
      performance.now() - walkedMs,
    )
    const callback = await timed('return', () => goBack(browser))
    const tokens = await timed('token', () => client.authorizationCodeGrant(config, callback, begun.checks))
    const sub = tokens.claims()?.sub ?? ''
    await timed('userinfo', () => client.fetchUserInfo(config, tokens.access_token, sub))
    note('all of the portal’s and browser’s requests together', portalMs)
    note('the whole flow', performance.now() - startedMs)
  }
  let left = Number(values.students)
  const lane = async () => {
    while (left-- > 0) await registerOne()
  }
  await Promise.all(Array.from({ length: Number(values['at-once']) }, lane))
  return parts
}

/** Linux alone says it so (proc(5)). */
function residentKib(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}

/** The value that this part of them does not exceed, rounded. */
function at(numbers: readonly number[], part: number): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN)
}
