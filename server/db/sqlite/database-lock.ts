import { closeSync, lstatSync, mkdirSync, openSync, realpathSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Logger } from 'pino'
import { isBusy } from './sqlite-errors.ts'

/** Another process has the file open, by this name or another. */
export class DatabaseInUseError extends Error {
  constructor(path: string) {
    super(`Another process is using the database ${path}. Stop it first; SQLite serves one server at a time.`)
    this.name = 'DatabaseInUseError'
  }
}

/** The file has more than one name, and what was last written to it lies beside another one. */
export class OtherNameError extends Error {
  constructor(path: string, before: string) {
    super(
      `The database ${path} is the same file as ${before}, whose journal ${before}-wal is not written back yet. Start with that name, or its latest changes would be lost.`,
    )
    this.name = 'OtherNameError'
  }
}

/**
 * Takes the file at `path`, which is made where there is none, for this process: whatever else leads to the same file,
 * a symbolic link, a hard link or another spelling, is then taken too. The operating system lets it go with the process,
 * however that dies.
 *
 * @throws DatabaseInUseError, OtherNameError
 */
export function lockDatabase(path: string, log: Logger): { close(): void } {
  const exists = statSync(path, { throwIfNoEntry: false })
  if (!exists) closeSync(openSync(path, 'a')) // never on a file that is in use: closing it would let go of SQLite's locks
  const real = realpathSync(path)
  const beside = takeLock(`${real}.lock`, path)
  try {
    const names = lockNames(real, path, log)
    return {
      close() {
        names?.close()
        beside.close()
      },
    }
  } catch (error) {
    beside.close()
    throw error
  }
}

/** By device and inode, in a directory that all processes of this user share on this machine. */
function lockNames(real: string, path: string, log: Logger): Sqlite.Database | undefined {
  const directory = ownDirectory()
  if (directory === undefined) {
    log.warn({ directory: tmpdir() }, 'no place for locks there: another server on a hard link would not be noticed')
    return undefined
  }
  const { dev, ino, nlink } = statSync(real, { bigint: true })
  const lock = takeLock(join(directory, `${dev}-${ino}.lock`), path)
  try {
    lock.exec('create table if not exists "Used" ("name" text not null)')
    const before = lock.prepare<[], string>('select "name" from "Used"').pluck().get()
    if (before !== undefined && before !== real && isSameFile(before, dev, ino) && hasJournal(before)) {
      throw new OtherNameError(path, before)
    }
    if (nlink > 1n)
      log.warn({ names: Number(nlink) }, 'the database file has other names (hard links): use this one alone')
    lock.exec('delete from "Used"')
    lock.prepare('insert into "Used" values (?)').run(real)
    lock.exec('commit; begin exclusive')
    return lock
  } catch (error) {
    lock.close()
    throw error
  }
}

function takeLock(file: string, path: string): Sqlite.Database {
  const lock = new Sqlite(file, { timeout: 0 })
  try {
    lock.pragma('locking_mode = EXCLUSIVE')
    lock.exec('begin exclusive')
    return lock
  } catch (error) {
    lock.close()
    throw isBusy(error) ? new DatabaseInUseError(path) : error
  }
}

/** Nobody else's, or anybody could hold the locks. */
function ownDirectory(): string | undefined {
  const uid = process.getuid?.()
  const directory = join(tmpdir(), `nelfund-connect-${uid ?? 'locks'}`)
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    const found = lstatSync(directory)
    return found.isDirectory() && (uid === undefined || found.uid === uid) ? directory : undefined
  } catch {
    return undefined
  }
}

function isSameFile(path: string, dev: bigint, ino: bigint): boolean {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found?.dev === dev && found.ino === ino
}

function hasJournal(path: string): boolean {
  return (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
}
