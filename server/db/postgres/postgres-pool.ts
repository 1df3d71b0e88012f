import { Pool, type PoolConfig, TypeOverrides, types } from 'pg'
import type { Logger } from 'pino'
import { setUpConnection } from './connection-settings.ts'
import type { PostgresSettings } from './postgres-settings.ts'

/** Beyond PostgreSQL's own time limit: after this it is the connection that is dead. */
const answerGraceMs = 2_000
/** Counts and sums come as numbers; none of ours is beyond what a number holds exactly. */
const numbers = new TypeOverrides()
numbers.setTypeParser(types.builtins.INT8, Number)

/** What every connection of this process is opened with; what it is told then is in `connection-settings.ts`. */
export function connectionConfig(url: string, { statementTimeoutMs, connectTimeoutMs }: PostgresSettings) {
  return {
    connectionString: url,
    application_name: 'nelfund-connect',
    types: numbers,
    keepAlive: true,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: statementTimeoutMs + answerGraceMs,
  } satisfies PoolConfig
}

/**
 * Connections for the hot path. They look rows up by key and nothing else, so they never scan a table that was small
 * when the plan was made, and they wait for the disk at each commit whatever the server's default is.
 */
export function createWriterPool(url: string, settings: PostgresSettings, log: Logger): Pool {
  const pool = new Pool({
    ...connectionConfig(url, settings),
    onConnect: (client) => setUpConnection(client, settings, { synchronous_commit: 'on', enable_seqscan: 'off' }),
    max: Math.ceil(settings.poolSize / 2),
    pipeline: true, // a transaction's statements that do not need each other's answers go out together
  })
  tolerateCuts(pool, log)
  return pool
}

/** Connections for reads and for claims, so that neither holds up a webhook. */
export function createReaderPool(url: string, settings: PostgresSettings, log: Logger): Pool {
  const pool = new Pool({
    ...connectionConfig(url, settings),
    onConnect: (client) => setUpConnection(client, settings),
    max: Math.floor(settings.poolSize / 2),
  })
  tolerateCuts(pool, log)
  return pool
}

/** A connection that breaks, in use or not, is logged and replaced by the next query; whoever used it gets the error. */
function tolerateCuts(pool: Pool, log: Logger): void {
  const onError = (error: Error) => log.debug({ err: error }, 'database connection lost')
  pool.on('error', onError)
  pool.on('connect', (client) => client.on('error', onError))
}
