import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createDatabase } from './postgres.ts'

/** The kinds of database that everything is promised on: `describe.each(databases)`. */
export const databases = [
  { name: 'SQLite', fresh: freshSqlite },
  { name: 'PostgreSQL', fresh: freshPostgres },
]

/** A new SQLite file of this test's own, as `DATABASE_URL` names it. */
export async function freshSqlite(): Promise<string> {
  return `sqlite:${join(await freshDirectory(), 'test.db')}`
}

/** A new directory of this test's own. */
export async function freshDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'nelfund-test-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  return directory
}

/** A new database of this test's own on the tests' PostgreSQL. */
export async function freshPostgres(): Promise<string> {
  const { url, drop } = await createDatabase()
  onTestFinished(drop)
  return url
}
