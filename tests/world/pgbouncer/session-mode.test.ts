import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { createDatabase } from '../../support/postgres.ts'
import { startPostgresServer } from '../../support/postgres-server.ts'
import { startServerProcess } from '../../support/server-process.ts'
import { registerStudent, registrationTopics } from '../../support/student.ts'
import { programs } from '../programs.ts'
import { startPgBouncer } from './pgbouncer.ts'

async function ask(url: string, statement: string) {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<Record<string, unknown>>(statement)
  await client.end()
  return rows
}

/** Writes down what each connection that stores webhooks does at a commit. */
const writeDown = `
  create table "Seen" ("setting" text primary key);
  create function note() returns trigger language plpgsql as $$ begin
    insert into "Seen" values (current_setting('synchronous_commit')) on conflict do nothing;
    return null;
  end $$;
  create trigger note after insert on "WebhookEvent" for each statement execute function note()`

/** A database that by its own default does not wait for the disk. */
async function lazyDatabase() {
  const { url, drop } = await createDatabase()
  onTestFinished(drop)
  const name = new URL(url).pathname.slice(1)
  await ask(url, `alter database ${name} set synchronous_commit = off`)
  return { url, name }
}

function startOn(databaseUrl: string) {
  return startServerProcess({ DATABASE_URL: databaseUrl, DATABASE_CONNECT_TIMEOUT_SECONDS: '3' })
}

describe.skipIf(programs.pgbouncer === null)('on PgBouncer', () => {
  test.each([
    ['as it is installed', {}],
    ['where it drops what is asked for when connecting', { ignore_startup_parameters: 'options,extra_float_digits' }],
  ])('%s: students register, and each commit waits for the disk', async (_, settings) => {
    const { url, name } = await lazyDatabase()
    const { url: pooled } = await startPgBouncer(inject('postgresUrl'), settings)
    await using server = await startOn(`${pooled}/${name}`)
    expect(await ask(`${pooled}/${name}`, 'show synchronous_commit')).toEqual([{ synchronous_commit: 'off' }])
    await ask(url, writeDown)
    const students = await Promise.all(Array.from({ length: 8 }, () => registerStudent(() => server)))
    for (const { views } of students) expect(views.at(-1)).toMatchObject({ status: 'completed', credential: 'issued' })
    expect(students.flatMap(({ acknowledged }) => acknowledged)).toHaveLength(8 * registrationTopics.length)
    expect(await ask(url, 'select * from "Seen"')).toEqual([{ setting: 'on' }])
    expect(server.errors()).toEqual([])
  })

  test.each([['transaction'], ['statement']])('pool_mode = %s is refused, and said', async (mode) => {
    const { name } = await lazyDatabase()
    const { url: pooled } = await startPgBouncer(inject('postgresUrl'), { pool_mode: mode })
    const { host } = new URL(pooled)
    const start = startOn(`${pooled}/${name}`)
    await expect(start).rejects.toThrow(`What answers at ${host} is a pooler`)
    await expect(start).rejects.toThrow('set pool_mode = session')
    await expect(start).rejects.toThrow('The server exited with 1')
  })

  test('where it has no PostgreSQL behind it, the start says what it said, and stops', async () => {
    await using postgres = await startPostgresServer()
    const { url: pooled, log } = await startPgBouncer(postgres.url)
    await postgres.stop()
    const { host } = new URL(pooled)
    const start = startOn(`${pooled}/postgres`)
    await expect(start).rejects.toThrow(`No PostgreSQL answers at ${host}`)
    await expect(start).rejects.toThrow('The server exited with 1')
    await expect(start).rejects.not.toThrow('secret-word')
    expect(log()).toContain('connect failed')
  })

  test('PostgreSQL behind it is started again: the server goes on', async () => {
    await using postgres = await startPostgresServer()
    const { url: pooled } = await startPgBouncer(postgres.url, { server_login_retry: '1' })
    await using server = await startOn(`${pooled}/postgres`)
    await registerStudent(() => server)
    await postgres.stop('SIGQUIT')
    await postgres.start()
    const { views } = await registerStudent(() => server)
    expect(views.at(-1)).toMatchObject({ credential: 'issued' })
    while (!(await fetch(`${server.url}/readyz`)).ok) await delay(100)
  })
})
