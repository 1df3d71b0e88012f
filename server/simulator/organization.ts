import { randomUUID } from 'node:crypto'
import { AppError } from '../errors.ts'
import { createDidKey } from './did-key.ts'
import { heldValue } from './held-value.ts'
import type { Publisher } from './publisher.ts'
import type { Attribute, Connection, PlatformRequest } from './records.ts'
import type { SimulatorState } from './state.ts'

interface OrganizationOptions {
  readonly state: SimulatorState
  readonly publisher: Publisher
  readonly now: () => Date
}

/** The organization's half of the simulated agent: what its API lets it do. */
export interface Organization {
  invite(): Promise<Connection>
  /** @throws AppError `NOT_FOUND` where no wallet has accepted under that id. */
  connection(connectionId: string): Connection
  /** Throws likewise. */
  exchange(kind: PlatformRequest['kind'], exchangeId: string): { exchange: PlatformRequest; connection: Connection }
  /** @throws AppError `NOT_FOUND`, or `BAD_REQUEST` where the connection is not up. */
  requestProof(connectionId: string, attributeNames: readonly string[]): Promise<PlatformRequest>
  /** Throws likewise. */
  offerCredential(connectionId: string, attributes: readonly Attribute[]): Promise<PlatformRequest>
}

export function createOrganization({ state, publisher, now }: OrganizationOptions): Organization {
  function connection(connectionId: string): Connection {
    const found = state.connections.find((known) => known.connectionId === connectionId)
    if (!found || found.state === 'invitation') throw new AppError('NOT_FOUND', 'Connection not found')
    return found
  }

  async function begin(
    connectionId: string,
    exchange: Pick<PlatformRequest, 'kind' | 'state' | 'attributes'>,
  ): Promise<PlatformRequest> {
    const on = connection(connectionId)
    if (on.state !== 'completed') throw new AppError('BAD_REQUEST', 'The connection is not complete')
    const createdAt = now().toISOString()
    const begun = { ...exchange, exchangeId: randomUUID(), threadId: randomUUID(), createdAt, updatedAt: createdAt }
    publisher.addExchange(on, begun)
    await publisher.commit()
    return begun
  }

  return {
    async invite() {
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
    },
    connection,
    exchange(kind, exchangeId) {
      for (const on of state.connections) {
        const found = on.exchanges.find((exchange) => exchange.kind === kind && exchange.exchangeId === exchangeId)
        if (found) return { exchange: found, connection: on }
      }
      throw new AppError('NOT_FOUND', kind === 'proof' ? 'Proof not found' : 'Credential not found')
    },
    requestProof(connectionId, attributeNames) {
      const attributes = attributeNames.map((name) => ({ name, value: heldValue(name) }))
      return begin(connectionId, { kind: 'proof', state: 'request', attributes })
    },
    offerCredential(connectionId, attributes) {
      return begin(connectionId, { kind: 'credential', state: 'offer', attributes: [...attributes] })
    },
  }
}
