import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { link, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'

/** What a backup holds, to be compared with expectations. */
export interface Backup {
  readonly webhooks: number
  readonly sessions: number
}

/**
 * Writes everything committed so far of the database at `path` to the new file `to`, while a server uses it and without
 * holding it up. `to` is there only once the copy is on disk and has been read back; what fails leaves nothing behind.
 *
 * @throws Error where `to` exists, `path` is no database, there is no room, or the copy turns out damaged.
 */
export async function backupSqlite(path: string, to: string): Promise<Backup> {
  if (existsSync(to)) throw existsAlready(to)
  const partial = `${to}.partial-${process.pid}-${randomBytes(4).toString('hex')}`
  try {
    copy(path, partial)
    await sync(partial)
    const backup = verify(partial)
    await moveTo(partial, to)
    await sync(dirname(to))
    return backup
  } finally {
    for (const file of [partial, `${partial}-journal`]) await rm(file, { force: true })
  }
}

function copy(path: string, to: string): void {
  const source = new Sqlite(path, { readonly: true, fileMustExist: true })
  try {
    source.prepare('vacuum into ?').run(to)
  } finally {
    source.close()
  }
  leaveOut(to)
}

/** What is only there for some minutes must not outlive them in a backup. */
function leaveOut(path: string): void {
  const copied = new Sqlite(path)
  try {
    copied.pragma('secure_delete = on')
    const exists = copied.prepare<[string], number>('select count(*) from "sqlite_master" where "name" = ?').pluck()
    for (const table of ['SealedIdentity', 'OidcRecord'])
      if (exists.get(table) === 1) copied.exec(`delete from "${table}"`)
  } finally {
    copied.close()
  }
}

function verify(path: string): Backup {
  const copied = new Sqlite(path, { readonly: true })
  try {
    const damage = copied.pragma('quick_check', { simple: true })
    if (damage !== 'ok') throw new Error(`The backup is damaged: ${String(damage)}`)
    const count = (table: string) => copied.prepare<[], number>(`select count(*) from "${table}"`).pluck().get() ?? 0
    return { webhooks: count('WebhookEvent'), sessions: count('ConnectionSession') }
  } finally {
    copied.close()
  }
}

/** A second name never replaces a file that somebody has put there meanwhile, as renaming would. */
async function moveTo(partial: string, to: string): Promise<void> {
  try {
    await link(partial, to)
  } catch {
    if (existsSync(to)) throw existsAlready(to)
    await rename(partial, to) // a file system without second names
  }
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

function existsAlready(to: string): Error {
  return new Error(`${to} exists already. A backup never overwrites a file.`)
}
