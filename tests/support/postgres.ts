import { randomUUID } from 'node:crypto'
import { MikroORM } from '@mikro-orm/postgresql'
import { inject } from 'vitest'

export interface TestDatabase {
  /** `postgresql://…/name`, as `DATABASE_URL` takes it. */
  readonly url: string
  /** Drops it, cutting whatever is still connected. */
  drop(): Promise<void>
}

/** A new empty database in the PostgreSQL of this test run (see `postgres-setup.ts`). */
export async function createDatabase(): Promise<TestDatabase> {
  const serverUrl = inject('postgresUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await execute(serverUrl, `create database ${name}`)
  return {
    url: `${serverUrl}/${name}`,
    drop: () => execute(serverUrl, `drop database if exists ${name} with (force)`),
  }
}

async function execute(serverUrl: string, statement: string): Promise<void> {
  const orm = await MikroORM.init({
    clientUrl: `${serverUrl}/postgres`,
    entities: [],
    discovery: { warnWhenNoEntities: false },
  })
  await orm.em.execute(statement).finally(() => orm.close())
}
