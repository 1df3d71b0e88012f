import { MikroORM as PostgresOrm } from '@mikro-orm/postgresql'
import { MikroORM as SqliteOrm } from '@mikro-orm/sqlite'
import { describe, expect, test } from 'vitest'
import { openDatabase } from '../../../server/db/open-database.ts'
import { postgresOptions } from '../../../server/db/postgres/open-postgres.ts'
import { sqliteOptions } from '../../../server/db/sqlite/migrate-sqlite.ts'
import { databases } from '../../support/databases.ts'
import { createTestLog } from '../../support/log.ts'

const quiet = () => undefined

const connect = (url: string) =>
  url.startsWith('sqlite:')
    ? SqliteOrm.init({ ...sqliteOptions(url.slice('sqlite:'.length)), logger: quiet })
    : PostgresOrm.init({ ...postgresOptions(url), logger: quiet })

describe.each(databases)('on $name', ({ empty }) => {
  test('migrations and entities agree', async () => {
    const orm = await connect(await empty())
    await orm.migrator.up()
    expect(await orm.schema.getUpdateSchemaSQL({ wrap: false })).toBe('')
    await orm.close()
  })

  test('each migration goes up, down and up again', async () => {
    const orm = await connect(await empty())
    const names = (await orm.migrator.getPending()).map(({ name }) => name)
    expect(names.length).toBeGreaterThan(0)
    for (const _ of names) await orm.migrator.up()
    for (const name of names.toReversed()) await orm.migrator.down({ migrations: [name] })
    expect((await orm.migrator.getPending()).map(({ name }) => name)).toEqual(names)
    await orm.migrator.up()
    expect(await orm.schema.getUpdateSchemaSQL({ wrap: false })).toBe('')
    await orm.close()
  })

  test('opening twice in a row migrates once', async () => {
    const url = await empty()
    const log = createTestLog()
    await (await openDatabase(url, log.logger)).close()
    const applied = () => log.lines().filter(({ msg }) => msg === 'migration applied').length
    const once = applied()
    expect(once).toBeGreaterThan(0)
    await (await openDatabase(url, log.logger)).close()
    expect(applied()).toBe(once)
  })

  test('a database that a newer version has used is refused with a clear message', async () => {
    const url = await empty()
    const { logger } = createTestLog()
    await (await openDatabase(url, logger)).close()
    const orm = await connect(url)
    await orm.em.execute(`insert into mikro_orm_migrations (name) values ('9999-from-the-future')`)
    await orm.close()
    await expect(openDatabase(url, logger)).rejects.toThrow(/9999-from-the-future.*newer version/)
  })
})
