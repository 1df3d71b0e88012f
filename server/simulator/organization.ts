import { randomUUID } from 'node:crypto'
import { AppError } from '../errors.ts'
import { createDidKey } from './invitation.ts'
import type { Publisher } from './publisher.ts'
import type { Attribute, Connection, Exchange } from './records.ts'
import type { SimulatorState } from './state.ts'

/** What the two halves of the simulated agent, the organization and the wallet, work with. */
export interface AgentContext {
  readonly state: SimulatorState
  readonly publisher: Publisher
  readonly now: () => Date
}

/** What the simulated wallet holds: a made-up student's details. */
const walletAttributes = new Map([
  ['fullName', 'Adaeze Okafor'],
  ['matriculationNumber', 'UNILAG/2023/045123'],
  ['institution', 'University of Lagos'],
])

/** A new invitation, for one wallet. */
export async function invite({ state, now }: AgentContext): Promise<Connection> {
  const createdAt = now().toISOString()
  const invited: Connection = {
    invitationId: randomUUID(),
    messageId: randomUUID(),
    recipientKey: createDidKey(),
    connectionId: randomUUID(),
    walletConnectionId: randomUUID(),
    theirDid: createDidKey(),
    state: 'invitation',
    silent: false,
    exchanges: [],
    history: [],
    createdAt,
    updatedAt: createdAt,
  }
  state.add(invited)
  await state.save()
  return invited
}

/** @throws AppError `NOT_FOUND` where no wallet has accepted under that id. */
export function getConnection({ state }: AgentContext, connectionId: string): Connection {
  const found = state.connections.find((known) => known.connectionId === connectionId)
  if (!found || found.state === 'invitation') throw new AppError('NOT_FOUND', 'Connection not found')
  return found
}

/** @throws AppError `NOT_FOUND` */
export function getExchange({ state }: AgentContext, kind: Exchange['kind'], exchangeId: string) {
  for (const connection of state.connections) {
    const exchange = connection.exchanges.find((known) => known.kind === kind && known.exchangeId === exchangeId)
    if (exchange) return { exchange, connection }
  }
  throw new AppError('NOT_FOUND', kind === 'proof' ? 'Proof not found' : 'Credential not found')
}

/** @throws AppError `NOT_FOUND`, or `BAD_REQUEST` where the connection is not up. */
export function requestProof(ctx: AgentContext, connectionId: string, asked: readonly { name: string }[]) {
  const attributes = asked.map(({ name }) => ({ name, value: walletAttributes.get(name) ?? `Sample ${name}` }))
  return beginExchange(ctx, connectionId, { kind: 'proof', state: 'request', attributes })
}

/** Throws likewise. */
export function offerCredential(ctx: AgentContext, connectionId: string, attributes: Attribute[]) {
  return beginExchange(ctx, connectionId, { kind: 'credential', state: 'offer', attributes })
}

async function beginExchange(
  ctx: AgentContext,
  connectionId: string,
  request: Pick<Exchange, 'kind' | 'state' | 'attributes'>,
): Promise<Exchange> {
  const connection = getConnection(ctx, connectionId)
  if (connection.state !== 'completed') throw new AppError('BAD_REQUEST', 'The connection is not complete')
  const createdAt = ctx.now().toISOString()
  const exchange = { ...request, exchangeId: randomUUID(), threadId: randomUUID(), createdAt, updatedAt: createdAt }
  ctx.publisher.addExchange(connection, exchange)
  await ctx.publisher.commit()
  return exchange
}
