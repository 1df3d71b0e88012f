import { existsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import Sqlite from 'better-sqlite3'

/** What a backup holds, to be compared with expectations. */
export interface Backup {
  readonly webhooks: number
  readonly sessions: number
}

/**
 * Writes everything committed so far of the database at `path` to the new file `to`, while a server uses it and without
 * holding it up; returns when it is on disk and has been read back.
 *
 * @throws Error where `to` exists, `path` is no database, or the copy turns out damaged.
 */
export async function backupSqlite(path: string, to: string): Promise<Backup> {
  if (existsSync(to)) throw new Error(`${to} exists already. A backup never overwrites a file.`)
  const source = new Sqlite(path, { readonly: true, fileMustExist: true })
  try {
    source.prepare('vacuum into ?').run(to)
  } finally {
    source.close()
  }
  const file = await open(to, 'r+')
  await file.sync()
  await file.close()
  const copy = new Sqlite(to, { readonly: true })
  try {
    const damage = copy.pragma('quick_check', { simple: true })
    if (damage !== 'ok') throw new Error(`The backup is damaged: ${String(damage)}`)
    const count = (table: string) => copy.prepare<[], number>(`select count(*) from "${table}"`).pluck().get() ?? 0
    return { webhooks: count('WebhookEvent'), sessions: count('ConnectionSession') }
  } finally {
    copy.close()
  }
}
