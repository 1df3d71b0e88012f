import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, connect as dial, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, type Page } from '@playwright/test'
import { z } from 'zod'
import { freePort } from '../../support/free-port.ts'
import { startPostgresServer } from '../../support/postgres-server.ts'
import { webhookSecret } from '../../support/secrets.ts'
import { childVariables, startServerProcess } from '../../support/server-process.ts'
import { test as base } from './example-portal.ts'

const script = fileURLToPath(new URL('../../../server/cli/simulator.ts', import.meta.url))
const client = { CLIENT_ID: 'two-processes', CLIENT_SECRET: 'a-secret-of-two-processes' }
const Wallet = z.object({ walletConnectionId: z.string(), proofRequest: z.unknown(), credentialOffer: z.unknown() })
const Session = z.object({ invitationUrl: z.string() })

/** Two processes on one PostgreSQL, whose connections somebody hands out in turn, and the platform as a program of its own. */
const test = base.extend<{ wallet: string }>({
  wallet: async ({ portal }, use) => {
    const [directory, port] = [await mkdtemp(join(tmpdir(), 'nelfund-simulator-')), await freePort()]
    const receiver = `http://localhost:${portal.serverPort}/api/webhooks/confirmd`
    const flags = ['--port', String(port), '--webhook-url', receiver]
    const env = { ...childVariables, ...client, WEBHOOK_SECRET: webhookSecret }
    const child = spawn(process.execPath, [script, ...flags], {
      ...{ cwd: directory, env, stdio: ['ignore', 'ignore', 'inherit'] },
    })
    const url = `http://localhost:${port}/simulator`
    await expect
      .poll(() =>
        fetch(url).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true)
    await use(url)
    child.kill()
    await rm(directory, { recursive: true, force: true })
  },
  server: async ({ portal, wallet }, use) => {
    await using postgres = await startPostgresServer()
    const variables = {
      ...client,
      DATABASE_URL: `${postgres.url}/postgres`,
      DATA_KEY: 'd4'.repeat(32),
      PUBLIC_URL: `http://localhost:${portal.serverPort}`,
      OIDC_CLIENTS: portal.clients,
      CONFIRMD_MODE: 'platform',
      ORGANIZATION_ID: '5e1fda7a-3300-4a00-8a00-000000003300',
      CONFIRMD_APP_ID: 'simulator-app',
      CREDENTIAL_DEFINITION_ID: 'registration',
      PROOF_CREDENTIAL_DEFINITION_ID: 'card',
      CONFIRMD_AUTH_URL: `${wallet}/token`,
      CONFIRMD_API_URL: wallet,
    }
    await using first = await startServerProcess(variables)
    await using second = await startServerProcess(variables)
    const inTurn = shareOut([first.url, second.url].map((url) => Number(new URL(url).port)))
    await new Promise<void>((resolve) => inTurn.server.listen(portal.serverPort, resolve))
    await use({ ...first, url: variables.PUBLIC_URL, errors: () => [...first.errors(), ...second.errors()] })
    inTurn.close()
  },
})

test('a portal learns who registered, and knows them again, from two processes on PostgreSQL', async ({
  page,
  portal,
  wallet,
}) => {
  test.slow()
  await page.goto(portal.url)
  await page.getByRole('link', { name: 'Register with your student wallet' }).click()
  await register(page, wallet)
  await expect(page.getByRole('heading', { level: 1, name: 'You are registered' })).toBeVisible()
  const registered = await goBack(page)
  await page.getByRole('link', { name: 'Sign in with your student wallet' }).click()
  await register(page, wallet)
  await expect(page.getByRole('heading', { level: 1, name: 'Your identity is confirmed' })).toBeVisible()
  expect(await goBack(page)).toBe(registered)
})

/** From the first page on, with a wallet that takes part in everything. */
async function register(page: Page, wallet: string): Promise<void> {
  await page.getByRole('link', { name: 'Proceed to Connect' }).click()
  await page.getByRole('button', { name: 'Connect Wallet' }).click()
  await expect(page).toHaveURL(/session=/)
  const { origin, searchParams } = new URL(page.url())
  const session = await page.request.get(`${origin}/api/connections/session?sessionId=${searchParams.get('session')}`)
  const { invitationUrl: invitation } = Session.parse(await session.json())
  const { walletConnectionId } = await send(page, `${wallet}/wallet/connections`, { invitation })
  const here = `${wallet}/wallet/connections/${walletConnectionId}`
  await expect(async () => {
    const asked = Wallet.parse(await (await page.request.get(here)).json())
    if (asked.proofRequest) await send(page, `${here}/share`, {})
    if (asked.credentialOffer) await send(page, `${here}/receive`, {})
    await expect(page.getByRole('link', { name: 'Return to Example portal' })).toHaveClass(/button/, { timeout: 100 })
  }).toPass()
}

async function send(page: Page, url: string, data: object) {
  return Wallet.parse(await (await page.request.post(url, { data })).json())
}

/** Back to the portal; resolves with who it was told that this is. */
async function goBack(page: Page): Promise<string | null> {
  await page.getByRole('link', { name: 'Return to Example portal' }).click()
  await expect(page.getByRole('heading', { name: 'Signed in' })).toBeVisible()
  return page.locator('dt', { hasText: /^sub$/ }).locator('+ dd').textContent()
}

/** One connection to each of them in turn, as a balancer does that knows nothing of HTTP. */
function shareOut(ports: readonly number[]) {
  const open = new Set<Socket>()
  let turn = 0
  const server = createServer((near) => {
    const far = dial(ports[turn++ % ports.length] ?? 0, '127.0.0.1')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from)
      from.pipe(to)
      from.on('error', () => to.destroy())
      from.on('close', () => open.delete(from) && to.destroy())
    }
  })
  const close = () => {
    server.close()
    for (const socket of open) socket.destroy()
  }
  return { server, close }
}
