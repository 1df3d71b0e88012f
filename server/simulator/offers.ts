import type { z } from 'zod'
import { toExchangeRecord } from './agent-states.ts'
import { type AgentContext, beginExchange, getReadyConnection } from './organization.ts'
import type { NewOffer } from './platform-bodies.ts'
import { PlatformError } from './platform-error.ts'
import { toCredentialData } from './student-data.ts'

type Offer = z.output<typeof NewOffer>

/** Offers one credential per item, each with a status of its own; all of them well is 201, none 400, some 206. */
export async function offerCredentials(ctx: AgentContext, offer: Offer) {
  const items = []
  for (const item of offer.credentialData) items.push(await offerOne(ctx, offer, item))
  const good = items.filter(({ statusCode }) => statusCode === 201).length
  if (good === items.length) return { statusCode: 201, message: 'Credentials offer created successfully', data: items }
  if (good === 0) return { statusCode: 400, message: 'Unable to create offer', data: items }
  return { statusCode: 206, message: 'Credential offer created partially', data: items }
}

async function offerOne(
  ctx: AgentContext,
  offer: Offer,
  { connectionId, attributes }: Offer['credentialData'][number],
) {
  const { autoAcceptCredential, credentialDefinitionId: credDefId = null } = offer
  try {
    const connection = getReadyConnection(ctx, connectionId)
    const exchange = await beginExchange(ctx, connection, {
      ...{ kind: 'credential', state: 'offer', autoAccept: autoAcceptCredential ?? 'always', credDefId },
      attributes: (attributes ?? []).map(({ name, value }) => ({ name, value })),
    })
    const { credentialAttributes } = toCredentialData(exchange)
    const data = { ...toExchangeRecord(connection, exchange), credentialAttributes }
    return { statusCode: 201, message: 'Credentials offer created successfully', data }
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error
    return { ...error.toBody(), statusCode: Number(error.status) }
  }
}
