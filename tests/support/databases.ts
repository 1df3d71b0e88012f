import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject, onTestFinished } from 'vitest'
import { createDatabase, postgresTemplate } from './postgres.ts'

/** The kinds of database that everything is promised on: `describe.each(databases)`. */
export const databases = [
  { name: 'SQLite', fresh: freshSqlite, empty: emptySqlite },
  { name: 'PostgreSQL', fresh: freshPostgres, empty: emptyPostgres },
]

/** A new SQLite file of this test's own with every migration applied, as `DATABASE_URL` names it. */
export async function freshSqlite(): Promise<string> {
  const url = await emptySqlite()
  await copyFile(inject('sqliteTemplate'), url.slice('sqlite:'.length))
  return url
}

/** Where a SQLite file of this test's own will be. */
export async function emptySqlite(): Promise<string> {
  return `sqlite:${join(await freshDirectory(), 'test.db')}`
}

/** A new directory of this test's own. */
export async function freshDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'nelfund-test-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  return directory
}

/** A new database of this test's own on the tests' PostgreSQL, with every migration applied. */
export function freshPostgres(): Promise<string> {
  return createOwn(postgresTemplate)
}

/** The same without a table. */
export function emptyPostgres(): Promise<string> {
  return createOwn(undefined)
}

async function createOwn(template: string | undefined): Promise<string> {
  const { url, drop } = await createDatabase(template)
  onTestFinished(drop)
  return url
}
