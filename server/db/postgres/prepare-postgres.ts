import { Client, DatabaseError } from 'pg'
import type { Logger } from 'pino'
import { isShared } from './connection-settings.ts'
import { isUnavailable, sqlState } from './postgres-errors.ts'
import type { PostgresSettings } from './postgres-settings.ts'

/** The database of `DATABASE_URL` cannot be used. The message is one line for whoever set it, and never has the password. */
export class PostgresRefusedError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'PostgresRefusedError'
  }
}

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
    if (await isShared(client, url, connectTimeoutMs)) throw sharesConnections(url)
    await client.query('select pg_advisory_lock($1)', [migrationLock]) // goes with the connection
    return await migrate()
  } catch (error) {
    throw toRefusal(error, url)
  } finally {
    await client.end().catch(() => undefined)
  }
}

function sharesConnections(databaseUrl: string): PostgresRefusedError {
  const what = 'is a pooler that gives each transaction another connection'
  return new PostgresRefusedError(`What answers at ${placeOf(databaseUrl)} ${what}: set pool_mode = session there.`)
}

function placeOf(databaseUrl: string): string {
  const { hostname, port } = new URL(databaseUrl)
  return `${hostname}:${port || 5432}`
}

/** The oldest release that its makers still mend: https://www.postgresql.org/support/versioning/ */
const oldestVersion = 14
const wrongPassword = '28P01'

/** @throws PostgresRefusedError where the server is too old. `version` is as in `server_version_num`. */
export function checkServerVersion(version: number): void {
  const major = Math.floor(version / 10_000)
  if (major >= oldestVersion) return
  throw new PostgresRefusedError(`The server is PostgreSQL ${major}; version ${oldestVersion} or later is needed.`)
}

/** @throws PostgresRefusedError where the address cannot be read. */
function checkAddress(databaseUrl: string): void {
  if (URL.canParse(databaseUrl)) return
  throw new PostgresRefusedError(
    'The address of the database cannot be read: it must be postgresql://USER:PASSWORD@HOST:PORT/NAME, with %25 for % and the like.',
  )
}

/** What to tell whoever set `DATABASE_URL`; an error that they can do nothing about stays as it is. */
export function toRefusal(error: unknown, databaseUrl: string): unknown {
  const { pathname, username } = new URL(databaseUrl)
  const user = decodeURIComponent(username)
  const at = placeOf(databaseUrl)
  const name = decodeURIComponent(pathname.slice(1)) || user
  switch (error instanceof Error && error.message.startsWith('SASL') ? wrongPassword : sqlState(error)) {
    case wrongPassword:
    case '28000':
      return new PostgresRefusedError(`The server at ${at} refuses user "${user}" or the password.`, error)
    case '3D000':
      return new PostgresRefusedError(`There is no database "${name}" on the server at ${at}: create it first.`, error)
    case '42501':
      return new PostgresRefusedError(
        `User "${user}" may not change the tables: run "npm run migrate" as a user that may, then start again as this one.`,
        error,
      )
    default:
      return isUnavailable(error)
        ? new PostgresRefusedError(`No PostgreSQL answers at ${at}${whatWasSaid(error)}.`, error)
        : error
  }
}

/** In the server's own words, or a pooler's; where there are none, nothing. They never hold the password. */
function whatWasSaid(error: unknown): string {
  return error instanceof DatabaseError ? ` ("${error.message}")` : ''
}
