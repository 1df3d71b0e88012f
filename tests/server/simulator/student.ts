import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Simulated } from './simulated.ts'

const Invited = z.object({
  data: z.looseObject({ id: z.uuid(), recordId: z.uuid(), connectionInvitation: z.url() }),
})
const Made = z.object({ data: z.looseObject({ id: z.uuid() }) })
const Offered = z.object({ data: z.tuple([Made]) })
const Accepted = z.object({ walletConnectionId: z.string() })

export const credDefId = 'R2Wh9dJmnvkPnzKaiiBptR:3:CL:1:nelfund'

/** An invitation as our application asks for it, unless told otherwise. */
export async function invite({ organization }: Simulated, wishes: object = {}) {
  const body = { multiUseInvitation: false, autoAcceptConnection: true, IsReuseConnection: true, ...wishes }
  const { data } = Invited.parse(await organization('/connections', body))
  return { invitationId: data.recordId, rowId: data.id, invitationUrl: data.connectionInvitation }
}

/** The wallet accepts; answers what its verbs begin with. */
export async function accept({ wallet }: Simulated, invitation: string, more: object = {}) {
  const { body } = await wallet('/connections', { invitation, ...more })
  return `/connections/${Accepted.parse(body).walletConnectionId}`
}

export const attributesOf = (...names: string[]) => names.map((attributeName) => ({ attributeName, credDefId }))

export const proofBody = (connectionId: string, more: object = {}) => ({
  connectionId,
  proofFormats: { indy: { attributes: attributesOf('surname', 'matric_number') } },
  ...more,
})

/** Asks for the student's details; answers the proof's id. */
export async function requestProof({ organization }: Simulated, connectionId: string, more: object = {}) {
  return Made.parse(await organization('/proofs?requestType=indy', proofBody(connectionId, more))).data.id
}

export const offerBody = (...connectionIds: string[]) => ({
  credentialDefinitionId: credDefId,
  credentialData: connectionIds.map((connectionId) => ({
    connectionId,
    attributes: [{ name: 'registration_number', value: 'NELFUND/1' }],
  })),
})

/** Offers a credential; answers its id. */
export async function offerCredential({ organization }: Simulated, connectionId: string) {
  return Offered.parse(await organization('/credentials/offer', offerBody(connectionId))).data[0].data.id
}

export const unknownId = randomUUID()
