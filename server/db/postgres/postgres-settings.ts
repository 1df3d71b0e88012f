/** How this process uses a PostgreSQL server. */
export interface PostgresSettings {
  /** Connections for statements, half of them for webhooks; one more listens for hints. */
  readonly poolSize: number
  /** A statement that takes longer is given up, and what it was for is answered 503. */
  readonly statementTimeoutMs: number
  /** How long a new connection, or a free one of the pool, is waited for. */
  readonly connectTimeoutMs: number
}

export const defaultPostgresSettings: PostgresSettings = {
  poolSize: 10,
  statementTimeoutMs: 10_000,
  connectTimeoutMs: 5_000,
}
