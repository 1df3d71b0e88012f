import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { simulatedClient, simulatedOrganization } from '../../../server/confirmd/simulated-account.ts'
import type { ServerProcess } from '../../support/server-process.ts'

const Token = z.object({ access_token: z.string() })
const AgentRecord = z.looseObject({ id: z.string(), state: z.string() })
const Invited = z.object({ recordId: z.string(), connectionInvitation: z.string() })
const Offers = z.tuple([z.object({ data: AgentRecord })])

/** The organization at the simulator, calling its API itself, so that no session of the server is in the way. */
export async function openOrganization({ url, directory }: Pick<ServerProcess, 'url' | 'directory'>) {
  const client_secret = (await readFile(join(directory, 'data', 'simulator-client-secret'), 'utf8')).trim()
  const grant = { grant_type: 'client_credentials', client_id: simulatedClient, client_secret }
  const answer = await fetch(`${url}/simulator/token`, { method: 'POST', body: new URLSearchParams(grant) })
  const { access_token: token } = Token.parse(await answer.json())

  async function call<Data extends z.ZodType>(schema: Data, path: string, body?: object): Promise<z.output<Data>> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const post = body && { method: 'POST', body: JSON.stringify(body) }
    const response = await fetch(`${url}/simulator/orgs/${simulatedOrganization}${path}`, { headers, ...post })
    const answered: unknown = await response.json()
    return schema.parse(Object(answered).data)
  }

  return {
    /** A new invitation, for one wallet that may know us. */
    invite: () => call(Invited, '/connections', { multiUseInvitation: false, IsReuseConnection: true }),
    /** What it calls the connection that came of an invitation. */
    connectionOf: async ({ recordId }: z.output<typeof Invited>) =>
      (await call(z.tuple([AgentRecord]), `/agent/connections?outOfBandId=${recordId}`))[0].id,
    async requestProof(connectionId: string): Promise<string> {
      const attributes = [{ attributeName: 'matric_number' }]
      return (await call(AgentRecord, '/proofs', { connectionId, proofFormats: { indy: { attributes } } })).id
    },
    verify: (proofId: string) => call(AgentRecord, `/proofs/${proofId}/verify`, {}),
    proof: (proofId: string) => call(AgentRecord, `/proofs/${proofId}`),
    async offer(connectionId: string): Promise<string> {
      const attributes = [{ name: 'registration_number', value: 'NELFUND/1' }]
      const offer = { credentialDefinitionId: 'definition', credentialData: [{ connectionId, attributes }] }
      return (await call(Offers, '/credentials/offer', offer))[0].data.id
    },
    credential: (credentialId: string) => call(AgentRecord, `/credentials/${credentialId}`),
  }
}
