import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { cliActor } from '../actor.ts'
import { type EraseContext, type Erased, eraseSubject } from '../admin/subject/erase-subject.ts'
import type { Held } from '../admin/subject/read-subject.ts'
import { exportSubject, previewSubject } from '../admin/subject/subject-requests.ts'
import { openDatabase } from '../db/open-database.ts'
import { DatabaseInUseError } from '../db/sqlite/database-lock.ts'
import type { Env } from '../env.ts'
import { createLog } from '../log.ts'
import { openErasureKeys } from '../open-student-keys.ts'
import { openBus } from '../sessions/open-bus.ts'
import type { Terminal } from './terminal.ts'

/** What can be done about one person, here or at the server that has the database. */
interface Subjects {
  preview(key: string): Promise<Held>
  export(key: string): Promise<unknown>
  erase(key: string): Promise<Erased>
  close(): Promise<void>
}

const usage =
  'npm run subject -- export KEY, or erase KEY [--dry-run] [--yes]: KEY is a sub, a registration number, a session or a connection'

/**
 * `npm run subject -- export|erase KEY`: everything that is held about one person as JSON, or out of everything, after what would go has been
 * shown and somebody has agreed. Where a server has the SQLite file, that server does it.
 *
 * @throws Error with what to do instead.
 */
export async function subject(
  env: Env,
  dataDirectory: string,
  args: readonly string[],
  terminal: Pick<Terminal, 'isInteractive' | 'write' | 'note' | 'confirm'>,
) {
  const options = { 'dry-run': { type: 'boolean' }, yes: { type: 'boolean' } } as const
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
  const [what, key] = positionals
  if ((what !== 'export' && what !== 'erase') || !key || positionals.length > 2) throw new Error(usage)
  const subjects = await open(env, dataDirectory)
  try {
    if (what === 'export') return terminal.write(JSON.stringify(await subjects.export(key), null, 2))
    const held = await subjects.preview(key)
    for (const [kind, count] of Object.entries(held)) terminal.note(`${String(count).padStart(9)}  ${kind}`)
    terminal.note(`${' '.repeat(9)}  would be erased`)
    if (values['dry-run']) return
    if (!values.yes && !terminal.isInteractive)
      throw new Error('Nothing was erased. To do it without being asked: --yes')
    if (!values.yes && !(await terminal.confirm('Erase all of it? It cannot be brought back.')))
      throw new Error('Nothing was erased.')
    const { told, files } = await subjects.erase(key)
    terminal.write(`Erased. ${files ? 'Nothing of it can be read in the files.' : fileAdvice}`)
    if (told.length > 0)
      terminal.write(`These portals had been told of them, and are to be told of this: ${told.join(', ')}`)
  } finally {
    await subjects.close()
  }
}

const fileAdvice =
  'Parts of it can stay readable in the database’s files until its owner clears them: see docs/privacy.md.'

async function open(env: Env, dataDirectory: string): Promise<Subjects> {
  try {
    return await openHere(env, dataDirectory)
  } catch (error) {
    if (!(error instanceof DatabaseInUseError)) throw error
    return askServer(env, dataDirectory)
  }
}

async function openHere(env: Env, dataDirectory: string): Promise<Subjects> {
  const log = createLog('warn')
  const db = await openDatabase(env.databaseUrl, log, env.postgres)
  const { bus, stopBus } = openBus(db, log)
  const close = async () => {
    await stopBus()
    await db.close()
  }
  const students = await openErasureKeys(env, { db, dataDirectory, log }).catch(async (error: unknown) => {
    await close()
    throw error
  })
  const ctx: EraseContext = { db, bus, students, ttlMs: env.sessionTtlSeconds * 1000, now: () => new Date() }
  return {
    preview: (key) => previewSubject(ctx, { key }),
    export: (key) => exportSubject(ctx, { key }, cliActor),
    erase: (key) => eraseSubject(ctx, { key }, cliActor, true),
    close,
  }
}

const Answer = z.object({
  result: z.object({ data: z.unknown() }).optional(),
  error: z.object({ message: z.string() }).optional(),
})
const Counts = z.custom<Held>((value) => typeof value === 'object')
const Done = z.custom<Erased>((value) => typeof value === 'object')

/** As an operator, at the server on this machine. */
function askServer({ port, adminToken, adminTokens }: Env, dataDirectory: string): Subjects {
  const file = join(dataDirectory, 'admin-token')
  const token = adminToken ?? adminTokens[0]?.token ?? (existsSync(file) ? readFileSync(file, 'utf8').trim() : '')
  const ask = async (what: string, key: string) => {
    const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` }
    const request = { method: 'POST', headers, body: JSON.stringify({ key }) }
    const response = await fetch(`http://127.0.0.1:${port}/trpc/admin.subject.${what}`, request).catch(() => null)
    const { result, error } = Answer.parse((await response?.json()) ?? {})
    if (result) return result.data
    throw new Error(
      error?.message ?? `A server has the database, and does not answer at port ${port}: set PORT, or stop it`,
    )
  }
  return {
    preview: async (key) => Counts.parse(await ask('preview', key)),
    export: (key) => ask('export', key),
    erase: async (key) => Done.parse(await ask('erase', key)),
    close: async () => undefined,
  }
}
