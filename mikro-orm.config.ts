import { existsSync } from 'node:fs'
import { defineConfig as definePostgres } from '@mikro-orm/postgresql'
import { defineConfig as defineSqlite } from '@mikro-orm/sqlite'
import { postgresOptions } from './server/db/postgres/open-postgres.ts'
import { sqliteOptions } from './server/db/sqlite/migrate-sqlite.ts'
import { readEnv } from './server/env.ts'

if (existsSync('.env')) process.loadEnvFile('.env')

const { databaseUrl } = readEnv({ DATABASE_URL: process.env.DATABASE_URL })

/** The command line's own loader hands a migration over wrapped; Node itself does not. */
const dynamicImportProvider = async (id: string) => {
  const loaded = await import(id)
  return loaded.default ?? loaded
}

/** For `npx mikro-orm`, to write a new migration or look at the schema; the server migrates by itself. */
export default databaseUrl.startsWith('sqlite:')
  ? defineSqlite({ ...sqliteOptions(databaseUrl.slice('sqlite:'.length)), dynamicImportProvider })
  : definePostgres({ ...postgresOptions(databaseUrl), dynamicImportProvider })
