import { join } from 'node:path'
import type { Env } from '../env.ts'
import { storedSecret } from '../secrets/stored-secret.ts'

/** Who the simulated organization is, where nobody has named one. The platform knows organizations by UUIDs only. */
export const simulatedOrganization = '5e1fda7a-3300-4a00-8a00-000000003300'

/** The client of the simulator that this server is. */
export const simulatedClient = 'nelfund-simulator'

/** What the simulator issues, and what its wallets hold, where nobody has named other definitions. */
export const simulatedDefinitions = {
  offered: 'NELFUNDtestDidAAAAAAAA:3:CL:21:Student-Registration',
  asked: 'SCHooLtestDidAAAAAAAAA:3:CL:12:Student-Card',
}

/** The organization's account at the simulator; its secret is kept so that the command line finds it too. */
export function simulatorAccount(env: Pick<Env, 'organizationId'>, dataDirectory: string) {
  return {
    organizationId: env.organizationId ?? simulatedOrganization,
    clientId: simulatedClient,
    clientSecret: storedSecret(join(dataDirectory, 'simulator-client-secret')),
  }
}
