import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type { ClientBase, Pool } from 'pg'
import type { Tables } from '../entities/entities.ts'
import { isUnavailable, whileAvailable } from './postgres-errors.ts'

interface Connection extends DatabaseConnection {
  release(): void
}

/** Typed queries, each on any connection of `pool`. They throw AppError `DATABASE_UNAVAILABLE` while the database is away. */
export function createPoolKysely(pool: Pool): Kysely<Tables> {
  return createKysely(async () => {
    const client = await whileAvailable(() => pool.connect())
    return toConnection(client, (broken) => client.release(broken)) // a connection in doubt is closed
  })
}

/** Typed queries on one connection, in the transaction that is open on it. They throw likewise. */
export function createClientKysely(client: ClientBase): Kysely<Tables> {
  return createKysely(async () => toConnection(client, () => {}))
}

function createKysely(acquireConnection: () => Promise<Connection>): Kysely<Tables> {
  const refuse = () => Promise.reject(new Error('Transactions are begun by Database.transaction'))
  const driver: Driver = {
    init: async () => {},
    acquireConnection,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    releaseConnection: async (connection) => {
      if ('release' in connection && typeof connection.release === 'function') connection.release()
    },
    destroy: async () => {},
  }
  return new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
}

function toConnection(client: ClientBase, release: (broken: boolean) => void): Connection {
  let broken = false
  const run = async ({ sql, parameters }: CompiledQuery) => {
    try {
      return await client.query(sql, [...parameters])
    } catch (error) {
      broken ||= isUnavailable(error)
      throw error
    }
  }
  return {
    release: () => release(broken),
    async executeQuery(query) {
      const { rows, rowCount } = await whileAvailable(() => run(query))
      return { rows, numAffectedRows: BigInt(rowCount ?? 0) }
    },
    streamQuery: () => {
      throw new Error('Rows are not streamed')
    },
  }
}
