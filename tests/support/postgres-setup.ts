import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '../../server/db/open-database.ts'
import { executeAt, postgresTemplate } from './postgres.ts'
import { startPostgresServer } from './postgres-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
    /** A SQLite file with every migration applied, to be copied. */
    sqliteTemplate: string
  }
}

/** Starts PostgreSQL and migrates a database of each kind, once for a whole test run; answers what takes all of it away. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgresServer()
  const directory = await mkdtemp(join(tmpdir(), 'nelfund-template-'))
  const sqliteTemplate = join(directory, 'migrated.db')
  await executeAt(server.url, `create database ${postgresTemplate}`)
  for (const url of [`sqlite:${sqliteTemplate}`, `${server.url}/${postgresTemplate}`])
    await (await openDatabase(url, pino({ level: 'silent' }))).close()
  project.provide('postgresUrl', server.url)
  project.provide('sqliteTemplate', sqliteTemplate)
  return async () => {
    await server[Symbol.asyncDispose]()
    await rm(directory, { recursive: true, force: true })
  }
}
