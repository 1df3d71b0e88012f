import { pino } from 'pino'
import { readConfig } from '../../server/confirmd/confirmd-config.ts'
import { createConfirmdPlatform } from '../../server/confirmd/confirmd-platform.ts'
import { organizationId, topics } from './load-shape.ts'

/**
 * What the platform is asked for each registration, without webhooks and without a database: `calls-loop.ts AUTH API SESSIONS`,
 * as many at once as the server allows itself. Tells its parent the webhooks per second that such calls go with.
 */
const [authUrl = '', apiUrl = '', sessions = '0'] = process.argv.slice(2)
const atOnce = 20
const definition = 'definition'
const platform = createConfirmdPlatform({
  ...{ authUrl, apiUrl, organizationId },
  clientId: 'bench',
  clientSecret: 'bench',
  config: readConfig(undefined, { offered: definition, asked: definition }),
  log: pino({ level: 'silent' }),
})
const asked = { requestType: 'registration', audience: 'own' } as const
let next = 0
const startedMs = performance.now()
await Promise.all(Array.from({ length: atOnce }, callAll))
const perSecond = (topics.length * Number(sessions) * 1000) / (performance.now() - startedMs)
process.send?.({ perSecond })
process.disconnect()

async function callAll(): Promise<void> {
  while (next < Number(sessions)) {
    const connectionId = `connection-${next++}`
    const proofId = await platform.requestProof({ connectionId, ...asked })
    await platform.verifyPresentation(proofId)
    const attributes = await platform.verifiedAttributes({ proofId, ...asked })
    await platform.offerCredential({ connectionId, attributes, registrationNumber: `NELFUND-${connectionId}` })
  }
}
