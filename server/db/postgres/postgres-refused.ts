import { isUnavailable, sqlState } from './postgres-errors.ts'

/** The database of `DATABASE_URL` cannot be used. The message is one line for whoever set it, and never has the password. */
export class PostgresRefusedError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'PostgresRefusedError'
  }
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
export function checkAddress(databaseUrl: string): void {
  if (URL.canParse(databaseUrl)) return
  throw new PostgresRefusedError(
    'The address of the database cannot be read: it must be postgresql://USER:PASSWORD@HOST:PORT/NAME, with %25 for % and the like.',
  )
}

/** What to tell whoever set `DATABASE_URL`; an error that they can do nothing about stays as it is. */
export function toRefusal(error: unknown, databaseUrl: string): unknown {
  const { hostname, port, pathname, username } = new URL(databaseUrl)
  const user = decodeURIComponent(username)
  const at = `${hostname}:${port || 5432}`
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
      return isUnavailable(error) ? new PostgresRefusedError(`No PostgreSQL answers at ${at}.`, error) : error
  }
}
