import { Client } from 'pg'
import type { Logger } from 'pino'
import type { PostgresSettings } from './postgres-pool.ts'
import { checkAddress, checkServerVersion, toRefusal } from './postgres-refused.ts'

/** Keeps the lock of migrations apart from those of other uses. */
const migrationLock = 7_000

/**
 * Checks that the server can be used and runs `migrate`. Processes that start at the same moment do so one after
 * another, and the later ones find nothing left to do.
 *
 * @throws PostgresRefusedError with one line that says what is wrong; what `migrate` throws.
 */
export async function preparePostgres<Result>(
  url: string,
  { connectTimeoutMs }: PostgresSettings,
  log: Logger,
  migrate: () => Promise<Result>,
): Promise<Result> {
  checkAddress(url)
  const client = new Client({ connectionString: url, connectionTimeoutMillis: connectTimeoutMs })
  client.on('error', (error) => log.debug({ err: error }, 'database connection lost'))
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string }>(`select current_setting('server_version_num') as version`)
    checkServerVersion(Number(rows[0]?.version))
    await client.query('select pg_advisory_lock($1)', [migrationLock]) // goes with the connection
    return await migrate()
  } catch (error) {
    throw toRefusal(error, url)
  } finally {
    await client.end().catch(() => undefined)
  }
}
