import { parseArgs } from 'node:util'
import { cliActor } from '../actor.ts'
import { countPurge, type Purged, purge } from '../admin/purge.ts'
import { copyDatabase } from '../db/copy-database.ts'
import type { MigrationProgress } from '../db/migrate.ts'
import { openDatabase } from '../db/open-database.ts'
import { backupSqlite } from '../db/sqlite/backup.ts'
import { readSqlite } from '../db/sqlite/open-sqlite.ts'
import type { Env } from '../env.ts'
import { createLog } from '../log.ts'

type Write = (line: string) => void

const sqlite = 'sqlite:'
const now = () => new Date()

/** `npm run migrate`: brings the database up to date; with `--from` and `--to` in `args`, moves one into another. */
export async function migrate(
  { databaseUrl, logLevel, postgres }: Env,
  args: readonly string[],
  write: Write,
): Promise<void> {
  const options = { from: { type: 'string' }, to: { type: 'string' } } as const
  const { from, to } = parseArgs({ args: [...args], options }).values
  const log = createLog(logLevel)
  if (from === undefined && to === undefined) {
    await (await openDatabase(databaseUrl, log, postgres, toLines(write))).close()
    return write('The database is up to date.')
  }
  for (const { table, rows, checksum } of await copyDatabase(from ?? databaseUrl, to ?? databaseUrl, log)) {
    write(`${table.padEnd(20)}${String(rows).padStart(10)} rows  checksum ${checksum} on both sides`)
  }
  write('Everything has been copied. Set DATABASE_URL to the new database and start.')
}

/** What a migration is about to do, and how long each step took, in lines for a person. */
function toLines(write: Write): MigrationProgress {
  return {
    pending(names, rows) {
      const counts = Object.entries(rows).map(([what, count]) => `${count} ${what}`)
      write(`To do: ${names.join(', ')}${counts.length > 0 ? ` (${counts.join(', ')})` : ''}`)
    },
    applied: (name, durationMs) => write(`Done:  ${name} in ${(durationMs / 1000).toFixed(1)} s`),
  }
}

/** `npm run backup -- FILE`: also while the server runs. @throws Error with what to do instead, where it cannot. */
export async function backUp({ databaseUrl }: Env, file: string | undefined, write: Write): Promise<void> {
  if (!databaseUrl.startsWith(sqlite)) {
    throw new Error('PostgreSQL has its own: pg_dump --format=custom --file=FILE "$DATABASE_URL"')
  }
  if (!file) throw new Error('Say where to: npm run backup -- FILE')
  const { webhooks, sessions } = await backupSqlite(databaseUrl.slice(sqlite.length), file)
  write(`${file}: ${webhooks} webhooks, ${sessions} sessions`)
}

/**
 * `npm run purge`: clears personal data beyond the retention, with the server stopped where the database is SQLite; with
 * `dryRun` it only counts, and the server may run.
 */
export async function purgeNow(env: Env, dryRun: boolean, write: Write): Promise<void> {
  const { databaseUrl, retentionDays } = env
  if (dryRun && databaseUrl.startsWith(sqlite)) {
    const { query, close } = readSqlite(databaseUrl.slice(sqlite.length))
    report(
      await countPurge({ db: { query }, retentionDays, now }),
      `older than ${retentionDays} days, would be purged`,
      write,
    )
    return close()
  }
  const db = await openDatabase(databaseUrl, createLog('warn'), env.postgres)
  const ctx = { db, retentionDays, now }
  if (dryRun) report(await countPurge(ctx), `older than ${retentionDays} days, would be purged`, write)
  else report(await purge(ctx, cliActor, true), 'purged', write)
  await db.close()
}

function report(purged: Purged, what: string, write: Write): void {
  for (const [kind, count] of Object.entries(purged)) write(`${String(count).padStart(9)}  ${kind}`)
  write(`${' '.repeat(9)}  ${what}`)
}
