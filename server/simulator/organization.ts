import { randomBytes, randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { createDidKey, inviterLabel } from './invitation.ts'
import type { NewInvitation } from './platform-bodies.ts'
import { PlatformError } from './platform-error.ts'
import type { Publisher } from './publisher.ts'
import type { Connection, Exchange } from './records.ts'
import type { SimulatorState } from './state.ts'

/** What the two halves of the simulated agent, the organization and the wallet, work with. */
export interface AgentContext {
  readonly state: SimulatorState
  readonly publisher: Publisher
  readonly now: () => Date
}

/** A new invitation: for any number of wallets, unless it is said to be for one. */
export async function invite(ctx: AgentContext, wishes: z.output<typeof NewInvitation>): Promise<Connection> {
  const { multiUseInvitation, IsReuseConnection, invitationDid } = wishes
  const invited: Connection = {
    ...newConnection(ctx),
    invitationId: randomUUID(),
    rowId: randomUUID(),
    messageId: randomUUID(),
    recipientKey: createDidKey(),
    label: inviterLabel,
    shortId: randomBytes(16).toString('base64url'),
    multiUse: multiUseInvitation ?? true,
    reusable: IsReuseConnection === true || typeof invitationDid === 'string',
  }
  ctx.state.add(invited)
  await ctx.state.save()
  return invited
}

/** The connection of one more wallet to an invitation that any number may accept. */
export function inviteAnother(ctx: AgentContext, { exchanges: _, ...invited }: Connection): Connection {
  const another: Connection = { ...invited, ...newConnection(ctx) }
  ctx.state.add(another)
  return another
}

function newConnection({ now }: AgentContext) {
  const createdAt = now().toISOString()
  return {
    connectionId: randomUUID(),
    walletConnectionId: randomUUID(),
    theirDid: createDidKey(),
    state: 'invitation' as const,
    silent: false,
    reusedBy: null,
    exchanges: [],
    history: [],
    createdAt,
    updatedAt: createdAt,
  }
}

/** @throws PlatformError 404 where no wallet has accepted under that id. */
export function getConnection({ state }: AgentContext, connectionId: string): Connection {
  const found = state.connections.find((known) => known.connectionId === connectionId)
  if (!found || found.state === 'invitation') throw new PlatformError(404, 'Connection not found')
  return found
}

/** A connection that something can be asked over. @throws PlatformError 404; 500 where it is not up, as the agent does. */
export function getReadyConnection(ctx: AgentContext, connectionId: string): Connection {
  const connection = getConnection(ctx, connectionId)
  if (connection.state === 'completed') return connection
  throw new PlatformError(500, 'CredoError: Connection record is not ready to be used')
}

/** @throws PlatformError 404 with `message` */
export function getExchange({ state }: AgentContext, kind: Exchange['kind'], exchangeId: string, message: string) {
  for (const connection of state.connections) {
    const exchange = connection.exchanges.find((known) => known.kind === kind && known.exchangeId === exchangeId)
    if (exchange) return { exchange, connection }
  }
  throw new PlatformError(404, message)
}

type ExchangeParts = Pick<Exchange, 'kind' | 'state' | 'attributes' | 'autoAccept'> & Partial<Exchange>

/** A new exchange on `connection`, published. */
export async function beginExchange(ctx: AgentContext, connection: Connection, parts: ExchangeParts) {
  const createdAt = ctx.now().toISOString()
  const exchange: Exchange = {
    ...{ exchangeId: randomUUID(), rowId: randomUUID(), threadId: randomUUID(), createdAt, updatedAt: createdAt },
    ...{ asked: [], credDefId: null, isGood: null, isVerified: null, errorMessage: null },
    ...parts,
  }
  ctx.publisher.addExchange(connection, exchange)
  await ctx.publisher.commit()
  return exchange
}
