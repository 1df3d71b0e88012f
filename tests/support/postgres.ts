import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'

/** Name of the database with every migration applied, to be copied. */
export const postgresTemplate = 'migrated'

export interface TestDatabase {
  /** `postgresql://…/name`, as `DATABASE_URL` takes it. */
  readonly url: string
  /** Drops it, cutting whatever is still connected. */
  drop(): Promise<void>
}

/** A new database in the PostgreSQL of this test run (see `postgres-setup.ts`): empty, or a copy of the database `template`. */
export async function createDatabase(template = 'template1'): Promise<TestDatabase> {
  const serverUrl = inject('postgresUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await executeAt(serverUrl, `create database ${name} template ${template}`)
  return {
    url: `${serverUrl}/${name}`,
    drop: () => executeAt(serverUrl, `drop database if exists ${name} with (force)`),
  }
}

/** Runs one statement that is about databases as a whole. */
export async function executeAt(serverUrl: string, statement: string): Promise<void> {
  const client = new Client(`${serverUrl}/postgres`)
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
