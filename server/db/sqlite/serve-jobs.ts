import { type MessagePort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { AppError, type AppErrorCode } from '../../errors.ts'
import type { Job } from '../job.ts'
import { connectSqlite, writerCacheKibibytes } from './connect.ts'
import { createSqliteKysely } from './sqlite-kysely.ts'
import { createSqliteTransactions } from './sqlite-transaction.ts'

/** What the writer's thread is asked. */
export type Asked = JobAsked | 'close'

export interface JobAsked {
  readonly number: number
  readonly job: string
  readonly input: unknown
  /** How long another program's lock may still be waited for. */
  readonly waitMs: number
}

/** What it answers: once that it is ready, and then each job by its number. */
export type Answered =
  | 'ready'
  | { readonly number: number; readonly output: unknown }
  | { readonly number: number; readonly error: PlainError }

/** An error as a message: its class does not come through. */
export interface PlainError {
  readonly name: string
  readonly message: string
  readonly stack: string | undefined
  /** Of an `AppError`. */
  readonly code: AppErrorCode | undefined
  readonly cause: string | undefined
}

const Data = z.object({ path: z.string() })

/** Carries out jobs on a connection of this thread's own, one after another, until it is told to close. */
export function serveJobs(port: MessagePort, jobs: readonly Job<never, unknown>[]): void {
  const { path } = Data.parse(workerData)
  const db = connectSqlite(path, writerCacheKibibytes)
  db.pragma('busy_timeout = 0')
  const { transaction } = createSqliteTransactions(db, createSqliteKysely(db))
  const runs = new Map(jobs.map(({ name, run }) => [name, run]))
  const answer = (message: Answered) => port.postMessage(message)
  port.on('message', (asked: Asked) => {
    if (asked === 'close') {
      db.close()
      port.close()
      return
    }
    const { number, job, input, waitMs } = asked
    const run = runs.get(job)
    if (!run) throw new Error(`There is no job "${job}"`)
    transaction((tx) => run(tx, input as never), performance.now() + waitMs).then(
      (output) => answer({ number, output }),
      (error: unknown) => answer({ number, error: toPlain(error) }),
    )
  })
  answer('ready')
}

function toPlain(error: unknown): PlainError {
  if (!(error instanceof Error))
    return { name: 'Error', message: String(error), stack: undefined, code: undefined, cause: undefined }
  const { name, message, stack, cause } = error
  const code = error instanceof AppError ? error.code : undefined
  return { name, message, stack, code, cause: cause instanceof Error ? `${cause.name}: ${cause.message}` : undefined }
}
