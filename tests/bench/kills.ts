import { parseArgs } from 'node:util'
import { Client } from 'pg'
import { runKills } from '../support/kill-run.ts'
import { startPostgresServer } from '../support/postgres-server.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { findLosses } from '../support/stored-truth.ts'

/**
 * `npm run kills -- [--kills 300] [--at-once 20] [--database postgres]`: kill -9 at random moments under load, and then
 * everything that was promised is looked for; exit code 1 where something is missing. On PostgreSQL two processes
 * share the load and are killed in turn.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '300' },
    'at-once': { type: 'string', default: '20' },
    database: { type: 'string', default: 'sqlite' },
  },
})
const variables = { WEBHOOK_RATE_LIMIT: '0', LOG_LEVEL: 'warn' }
const kills = Number(values.kills)
const started = performance.now()

if (values.database === 'postgres') {
  await using postgres = await startPostgresServer()
  const client = new Client({ connectionString: `${postgres.url}/postgres` })
  await client.connect()
  await client.query('create database kills')
  await client.end()
  const databaseUrl = `${postgres.url}/kills`
  await using one = await startServerProcess({ ...variables, DATABASE_URL: databaseUrl })
  await using two = await startServerProcess({ ...variables, DATABASE_URL: databaseUrl })
  await run([one, two], databaseUrl)
} else {
  await using server = await startServerProcess(variables)
  await run([server], `sqlite:${server.directory}/data/nelfund-connect.db`)
}

async function run(servers: readonly ServerProcess[], databaseUrl: string): Promise<void> {
  const onKill = (killed: number) => {
    if (killed % 50 === 0) process.stderr.write(`${killed} kills\n`)
  }
  const students = await runKills(servers, { kills, atOnce: Number(values['at-once']), onKill })
  const sum = (of: (student: (typeof students)[number]) => number) =>
    students.reduce((total, student) => total + of(student), 0)
  const losses = [...(await findLosses(databaseUrl, students)), ...servers.flatMap((server) => server.errors())]
  const lines = [
    `${kills} kills in ${Math.round((performance.now() - started) / 1000)} s`,
    `${students.length} registrations, ${sum(({ acknowledged }) => acknowledged.length)} webhooks acknowledged`,
    `${sum(({ cutOff }) => cutOff)} attempts without an answer; ${sum(({ swallowed }) => swallowed)} webhooks were stored though their answer was lost`,
    `${sum(({ views }) => views.length)} views seen, ${sum(({ resumed }) => resumed)} streams resumed`,
    `${losses.length} promises broken`,
    ...losses,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  if (losses.length > 0) process.exitCode = 1
}
