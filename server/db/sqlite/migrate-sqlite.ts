import { EntityCaseNamingStrategy } from '@mikro-orm/core'
import { Migrator } from '@mikro-orm/migrations'
import { MikroORM } from '@mikro-orm/sqlite'
import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import { entities, type Tables } from '../entities/entities.ts'
import { type MigrationProgress, migrate, migrationOptions } from '../migrate.ts'
import { sqliteMigrations } from '../migration-names.ts'
import { tablesToDrop } from '../migrations/tables-to-drop.ts'

/** What the MikroORM command line and the server both open. */
export function sqliteOptions(path: string) {
  return {
    dbName: path,
    entities,
    namingStrategy: EntityCaseNamingStrategy,
    extensions: [Migrator],
    migrations: migrationOptions(sqliteMigrations),
    schemaGenerator: { skipTables: tablesToDrop },
  }
}

/** Applies what is pending over the connection `client`. @throws NewerDatabaseError */
export async function migrateSqlite(path: string, client: Kysely<Tables>, log: Logger, progress: MigrationProgress) {
  const orm = await MikroORM.init({ ...sqliteOptions(path), driverOptions: client, logger: (line) => log.debug(line) })
  await migrate(orm, sqliteMigrations, progress)
}
