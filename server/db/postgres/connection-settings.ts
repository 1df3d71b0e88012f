import { Client, type ClientBase, DatabaseError, type QueryConfig } from 'pg'
import type { PostgresSettings } from './postgres-settings.ts'

/** A connection does not keep what it was told. The message is for whoever runs the database. */
export class SettingLostError extends Error {
  constructor(name: string, wanted: string, found: string) {
    super(`The database was told "set ${name} = ${wanted}" and has it ${found}.`)
    this.name = 'SettingLostError'
  }
}

/** A machine that vanished with a transaction open must not hold its locks for the two hours that systems default to. */
const keepAlives = { tcp_keepalives_idle: 20, tcp_keepalives_interval: 5, tcp_keepalives_count: 3 }

/**
 * Sets a new connection up, `more` over what all have: by statements, since a pooler in between (PgBouncer) refuses what is
 * asked for when connecting, or drops it unsaid. What `more` says is read back.
 *
 * @throws SettingLostError
 */
export async function setUpConnection(
  client: ClientBase,
  { statementTimeoutMs, connectTimeoutMs }: PostgresSettings,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  const timeouts = {
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs,
  }
  const settings = Object.entries({ ...keepAlives, ...timeouts, ...more })
  const ask = (text: string) => {
    const query: QueryWithTimeout = { text, query_timeout: connectTimeoutMs }
    return client.query<Record<string, string>>(query)
  }
  await ask(settings.map(([name, value]) => `set ${name} = ${value}`).join(';'))
  const names = Object.keys(more)
  if (names.length === 0) return
  const { rows } = await ask(`select ${names.map((name) => `current_setting('${name}') as ${name}`).join()}`)
  for (const [name, wanted] of Object.entries(more)) {
    const found = rows[0]?.[name]
    if (found !== wanted) throw new SettingLostError(name, wanted, found ?? 'not at all')
  }
}

interface QueryWithTimeout extends QueryConfig {
  /** The driver knows it; its types do not. */
  readonly query_timeout: number
}

/** How often it is tried: others who use the pooler at that moment can make it look as it should. */
const tries = 3

/**
 * Whether what looks like a connection is another one in each transaction (PgBouncer with `pool_mode = transaction`): locks,
 * settings, prepared statements and `LISTEN` belong to a connection, and would be lost or somebody else's.
 */
export async function isShared(client: Client, url: string, connectTimeoutMs: number): Promise<boolean> {
  const other = new Client({
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: connectTimeoutMs,
  })
  other.on('error', () => undefined)
  try {
    await other.connect()
    for (let attempt = 0; attempt < tries; attempt++) {
      const before = await processOf(client)
      await other.query('begin') // takes the connection that was let go, where it was
      const inBetween = await processOf(other)
      const after = await processOf(client)
      await other.query('rollback')
      if (before === inBetween || before !== after) return true
    }
    return false
  } catch (error) {
    if (error instanceof DatabaseError && error.message.includes('statement pooling')) return true
    throw error
  } finally {
    await other.end().catch(() => undefined)
  }
}

async function processOf(client: Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  return rows[0]?.pid
}
