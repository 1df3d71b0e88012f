import type { z } from 'zod'
import { toExchangeState } from './agent-states.ts'
import { type AgentContext, beginExchange, getExchange, getReadyConnection } from './organization.ts'
import type { NewProof } from './platform-bodies.ts'
import { PlatformError } from './platform-error.ts'
import type { Asked, Attribute, Connection, Exchange } from './records.ts'
import { studentCard } from './student-data.ts'

/**
 * When a proof's record says whether it verifies. `verify`: once it was asked to; `receipt`: with the presentation, and
 * one that does not verify is abandoned at once; `older`: likewise, but that one stays as it is.
 */
export const verifications = ['verify', 'receipt', 'older'] as const
export type Verification = (typeof verifications)[number]

export interface ProofContext extends AgentContext {
  readonly verification: Verification
}

/** Asks the wallet, in a record of its own each time. @throws PlatformError 404; 500 where the connection is not up. */
export async function requestProof(ctx: ProofContext, body: z.output<typeof NewProof>) {
  const connection = getReadyConnection(ctx, body.connectionId)
  const issued = issuedCredentials(ctx)
  const wanted = (body.proofFormats?.indy.attributes ?? []).flatMap((asked) => toWanted(asked, issued))
  const exchange = await beginExchange(ctx, connection, {
    ...{ kind: 'proof', state: 'request', autoAccept: body.autoAcceptProof ?? 'never' },
    asked: wanted.map(({ asked }) => asked),
    attributes: wanted.map(({ attribute }) => attribute),
  })
  return { connection, exchange }
}

type ProofAttribute = NonNullable<z.output<typeof NewProof>['proofFormats']>['indy']['attributes'][number]

/** What this organization has issued to the wallet, by credential definition; of several the newest. */
function issuedCredentials({ state }: AgentContext): ReadonlyMap<string, readonly Attribute[]> {
  const issued = state.connections
    .flatMap(({ exchanges }) => exchanges)
    .filter((exchange) => exchange.state === 'issued')
  const byAge = issued.sort((a, b) => a.updatedAt.localeCompare(b.updatedAt))
  return new Map(byAge.flatMap(({ credDefId, attributes }) => (credDefId === null ? [] : [[credDefId, attributes]])))
}

/** What is asked for, and what the wallet has for it. */
function toWanted(
  { attributeName, attributeNames, schemaId = null, credDefId = null, condition, value }: ProofAttribute,
  issued: ReadonlyMap<string, readonly Attribute[]>,
) {
  const credential = issued.get(credDefId ?? '')
  const valueFor = (name: string) =>
    credential?.find((one) => one.name === name)?.value ?? studentCard.get(name) ?? `Sample ${name}`
  const predicate = condition === undefined ? null : `${condition}${value}`
  return (attributeName === undefined ? (attributeNames ?? []) : [attributeName]).map((name) => {
    const asked: Asked = { attributeName: attributeName ?? null, schemaId, credDefId, predicate }
    const attribute: Attribute = { name, value: predicate ?? valueFor(name) }
    return { asked, attribute }
  })
}

/** The wallet shares; `isGood` says whether its card verifies. */
export function present(
  { publisher, verification }: ProofContext,
  connection: Connection,
  exchange: Exchange,
  isGood: boolean,
) {
  exchange.isGood = isGood
  if (verification === 'receipt' && !isGood) return conclude(publisher, connection, exchange)
  if (verification !== 'verify') exchange.isVerified = isGood
  publisher.moveExchange(connection, exchange, 'presentation')
  if (exchange.autoAccept === 'always') conclude(publisher, connection, exchange)
}

/**
 * Verifies what was shared, once. @throws PlatformError 404 where there is no such proof; 500 where nothing waits to be
 * verified, as the agent does: look the record up before asking again.
 */
export async function verifyPresentation(ctx: ProofContext, proofId: string) {
  const { connection, exchange } = getExchange(ctx, 'proof', proofId, 'Proof presentation not found')
  if (exchange.state !== 'presentation') {
    const state = toExchangeState('proof', exchange.state)
    throw new PlatformError(500, `CredoError: Proof record is in invalid state ${state}`)
  }
  conclude(ctx.publisher, connection, exchange)
  await ctx.publisher.commit()
  return { connection, exchange }
}

function conclude(publisher: AgentContext['publisher'], connection: Connection, exchange: Exchange) {
  exchange.isVerified = exchange.isGood !== false
  if (!exchange.isVerified) exchange.errorMessage = 'Presentation is not valid'
  publisher.moveExchange(connection, exchange, exchange.isVerified ? 'verified' : 'failed')
}

/** An object per attribute; groups of names are never among them. @throws PlatformError 404 */
export function verifiedValues(ctx: ProofContext, proofId: string) {
  const { exchange } = getExchange(ctx, 'proof', proofId, 'Proof presentation not found')
  if (exchange.isGood === null) throw new PlatformError(404, 'Proof presentations not found')
  return exchange.asked.flatMap(({ attributeName, schemaId, credDefId, predicate }, index) =>
    attributeName === null
      ? []
      : [{ [attributeName]: predicate ?? exchange.attributes[index]?.value, schemaId, credDefId }],
  )
}
