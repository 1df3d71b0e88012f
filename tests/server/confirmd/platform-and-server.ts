import { setTimeout as delay } from 'node:timers/promises'
import type { MiddlewareHandler } from 'hono'
import { onTestFinished } from 'vitest'
import { simulatedDefinitions } from '../../../server/confirmd/simulated-account.ts'
import { ChaosSettings, createChaos, type Faults } from '../../../server/simulator/chaos.ts'
import type { SimulatorDialect } from '../../../server/simulator/simulator.ts'
import { webhookSecret } from '../../support/secrets.ts'
import { startTestServer, type TestServer, type TestServerOptions } from '../../support/test-server.ts'
import { organizationId, type Simulated, startSimulated } from '../simulator/simulated.ts'

export interface Pair {
  readonly server: TestServer
  /** The platform that it talks to, on an origin of its own, as in production. */
  readonly simulated: Simulated
  /** Lets the wallet behind the session's invitation accept; answers its verbs' address. */
  accept(session: { readonly invitationUrl: string }): Promise<string>
  /** Waits until the wallet is asked for a proof, or offered a credential, and answers: shares, receives. */
  answer(wallet: string, what: 'proofRequest' | 'credentialOffer'): Promise<void>
}

export interface PairOptions extends Omit<TestServerOptions, 'variables'> {
  readonly dialect?: SimulatorDialect
  readonly variables?: Readonly<Record<string, string>>
  /** What the platform sends; what the server accepts, unless told otherwise. */
  readonly secret?: string
  /** Stands between the platform and its callers. */
  readonly between?: MiddlewareHandler
}

/** What makes a server talk to a platform elsewhere. */
export function platformVariables({ url }: { readonly url: string }) {
  return {
    CLIENT_ID: 'client-1',
    CLIENT_SECRET: 'the-client-secret',
    ORGANIZATION_ID: organizationId,
    CREDENTIAL_DEFINITION_ID: simulatedDefinitions.offered,
    PROOF_CREDENTIAL_DEFINITION_ID: simulatedDefinitions.asked,
    CONFIRMD_AUTH_URL: `${url}/simulator/token`,
    CONFIRMD_API_URL: `${url}/simulator`,
    CONFIRMD_APP_ID: 'simulator-app',
    RECONCILE_AFTER_SECONDS: '1',
  }
}

/** A platform and a server that was set up for it, both stopped when the test ends. */
export async function startPair(options: PairOptions = {}) {
  const { dialect, variables, secret = webhookSecret, between, ...others } = options
  let serverUrl = ''
  const webhookUrl = () => `${serverUrl}/api/webhooks/confirmd`
  const simulated = await startSimulated({ webhookUrl, webhookSecret: secret, ...(dialect && { dialect }) }, between)
  onTestFinished(simulated.close)
  const server = await startTestServer({
    ...others,
    variables: { ...platformVariables(simulated), ...variables },
  })
  serverUrl = server.url
  const pair: Pair = {
    server,
    simulated,
    async accept({ invitationUrl: invitation }) {
      const { body } = await simulated.wallet('/connections', { invitation })
      return `/connections/${body.walletConnectionId}`
    },
    async answer(wallet, what) {
      while ((await simulated.wallet(wallet)).body[what] === null) await delay(50)
      await simulated.wallet(`${wallet}/${what === 'proofRequest' ? 'share' : 'receive'}`, {})
    },
  }
  return pair
}

/** The first seed by which chaos gives the first connections' first `count` webhooks the faults that `fits` looks for. */
export function seedWhere(
  settings: Partial<ChaosSettings>,
  { connections, count }: { connections: number; count: number },
  fits: (faults: readonly (readonly Faults[])[]) => boolean,
): ChaosSettings {
  for (let seed = 1; ; seed++) {
    const candidate = ChaosSettings.parse({ ...settings, seed })
    const chaos = createChaos(candidate, () => new Date())
    const faults = Array.from({ length: connections }, (_, connection) =>
      Array.from({ length: count }, () => chaos.next('app', String(connection))),
    )
    if (fits(faults)) return candidate
  }
}
