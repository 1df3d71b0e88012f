import type { z } from 'zod'
import { toExchangeState } from './agent-states.ts'
import type { ListQuery } from './platform-bodies.ts'
import { PlatformError } from './platform-error.ts'
import type { Connection, Exchange } from './records.ts'
import { walletLabel } from './webhook-serializer.ts'

type Query = z.output<typeof ListQuery>

interface ListOptions {
  readonly connections: readonly Connection[]
  readonly organizationId: string
  readonly kind: Exchange['kind']
  /** Of the refusal where there is nothing to list. */
  readonly nothing: string
}

/** A page of the platform's own rows of proofs or credentials, newest first. @throws PlatformError 404 where none fits. */
export function listExchanges({ connections, organizationId, kind, nothing }: ListOptions, query: Query) {
  const { pageNumber, pageSize, search, sortBy } = query
  const rows = connections
    .flatMap((connection) => connection.exchanges.map((exchange) => ({ connection, exchange })))
    .filter(({ exchange }) => exchange.kind === kind)
    .map(({ connection, exchange }) => toRow(organizationId, connection, exchange))
    .filter((row) => fits(row, search.toLowerCase()))
    .sort((one, other) => one.createDateTime.localeCompare(other.createDateTime))
  if (rows.length === 0) throw new PlatformError(404, nothing)
  const sorted = sortBy === 'ASC' ? rows : rows.reverse()
  return {
    totalItems: rows.length,
    hasNextPage: pageSize * pageNumber < rows.length,
    hasPreviousPage: pageNumber > 1,
    nextPage: pageNumber + 1,
    previousPage: pageNumber - 1,
    lastPage: Math.ceil(rows.length / pageSize),
    data: sorted.slice((pageNumber - 1) * pageSize, pageNumber * pageSize),
  }
}

function toRow(orgId: string, { connectionId }: Connection, exchange: Exchange) {
  const { kind, exchangeId, rowId, asked, errorMessage, createdAt: createDateTime } = exchange
  const common = {
    ...{ createDateTime, createdBy: orgId, orgId, state: toExchangeState(kind, exchange.state), connectionId },
    ...{ schemaId: asked[0]?.schemaId ?? null, connections: { theirLabel: walletLabel } },
  }
  if (kind === 'credential') return { ...common, credentialExchangeId: exchangeId }
  const ids = { id: rowId, presentationId: exchangeId }
  return { ...common, ...ids, emailId: null, errorMessage, schemaName: '', issuanceEntity: '' }
}

function fits(row: ReturnType<typeof toRow>, search: string): boolean {
  const { connectionId, state, schemaId, connections } = row
  const proofId = 'presentationId' in row ? row.presentationId : ''
  const texts = [connectionId, state, schemaId ?? '', connections.theirLabel, proofId]
  return texts.some((text) => text.toLowerCase().includes(search))
}
