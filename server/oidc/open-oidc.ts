import { randomBytes } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { errors } from 'oidc-provider'
import type { Logger } from 'pino'
import type { Database } from '../db/database.ts'
import { openSealedKey } from '../db/sealed-keys.ts'
import { unavailable } from '../errors.ts'
import type { NetworkLimit } from '../limits/network-limit.ts'
import type { Sealer } from '../secrets/sealer.ts'
import type { PortalRequest } from '../sessions/portal.ts'
import { createProvider, requestTypeOf } from './create-provider.ts'
import { toOwnFailure } from './failures.ts'
import { createOidcRecords } from './oidc-records.ts'
import { createPortalVisits } from './portal-visits.ts'
import { readClients } from './read-clients.ts'
import { createReturnRoute } from './return-route.ts'
import { createOidcRoutes } from './routes.ts'
import { newSigningKeys, readSigningKeys, signingKeysName } from './signing-keys.ts'

export interface OidcOptions {
  /** The JSON file behind `OIDC_CLIENTS`. */
  readonly file: string
  readonly production: boolean
  readonly publicUrl: string
  readonly db: Database
  readonly sealer: Sealer
  readonly clientIpOf: (c: Context) => string
  readonly limit: NetworkLimit | undefined
  readonly definitionOf: (requestType: string) => string
  readonly fetchAgain: (sessionId: string) => Promise<void>
  readonly offerAgain: (sessionId: string) => Promise<void>
  readonly log: Logger
  readonly now: () => Date
}

/**
 * Lets portals sign students in over OpenID Connect.
 *
 * @throws EnvError where `OIDC_CLIENTS` makes no sense; SealError where `DATA_KEY` is not the one of this database.
 */
export async function openOidc(options: OidcOptions) {
  const { file, production, db, sealer, log, now } = options
  const clients = readClients(file, production)
  const keys = readSigningKeys(await openSealedKey(db, sealer, signingKeysName, newSigningKeys))
  const cookieKey = await openSealedKey(db, sealer, 'cookies', () => randomBytes(32).toString('hex'))
  const visits = createPortalVisits({ db, sealer, now })
  const records = createOidcRecords({ db, sealer, now, redeemed: visits.redeemed })
  const provider = createProvider({ ...options, clients, keys, cookieKey, records, visits })
  const logFailure = (error: unknown) => log.error({ err: error }, 'a portal was answered server_error')
  provider.on('server_error', (_, error) => logFailure(error))
  provider.on('authorization.error', (_, error) => error.message === 'server_error' && logFailure(error))
  return {
    routes: await createOidcRoutes({
      ...options,
      provider,
      goBack: createReturnRoute({ ...options, provider, visits, logFailure }),
    }),
    /** What a portal has sent this browser here for; null where none has, or too long ago. */
    async requestOf(c: Context): Promise<PortalRequest | null> {
      const { incoming, outgoing }: HttpBindings = c.env
      if (!incoming.headers.cookie?.includes('_interaction=')) return null
      try {
        const { uid, params } = await provider.interactionDetails(incoming, outgoing)
        const client = await provider.Client.find(String(params.client_id))
        if (!client) return null
        const { clientId, clientName = clientId } = client
        const scope = String(params.scope)
        return { interaction: uid, client: clientId, clientName, scope, requestType: requestTypeOf(params) }
      } catch (error) {
        if (error instanceof errors.SessionNotFound) return null
        throw toOwnFailure(error) === 'temporarily_unavailable' ? unavailable(error) : error
      }
    },
  }
}
