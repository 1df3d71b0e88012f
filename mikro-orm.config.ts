import { existsSync } from 'node:fs'
import { defineConfig as definePostgres } from '@mikro-orm/postgresql'
import { defineConfig as defineSqlite } from '@mikro-orm/sqlite'
import { postgresOptions } from './server/db/postgres/open-postgres.ts'
import { sqliteOptions } from './server/db/sqlite/open-sqlite.ts'
import { readEnv } from './server/env.ts'

if (existsSync('.env')) process.loadEnvFile('.env')

const { databaseUrl } = readEnv({ DATABASE_URL: process.env.DATABASE_URL })

/** For `npx mikro-orm`, to write a new migration or look at the schema; the server migrates by itself. */
export default databaseUrl.startsWith('sqlite:')
  ? defineSqlite(sqliteOptions(databaseUrl.slice('sqlite:'.length)))
  : definePostgres(postgresOptions(databaseUrl))
