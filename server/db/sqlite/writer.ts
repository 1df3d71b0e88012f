import { Worker } from 'node:worker_threads'
import type { Logger } from 'pino'
import { AppError, unavailable } from '../../errors.ts'
import type { Job } from '../job.ts'
import type { Answered, Asked, PlainError } from './serve-jobs.ts'

/** A thread with a connection of its own, which writes while this one reads and answers requests. */
export interface Writer {
  /** Not before it has opened the database, nor after it has failed. */
  readonly isReady: boolean
  /**
   * What the job answers once it is committed. Those that are under way at once are carried out in the order they were asked.
   *
   * @throws AppError `DATABASE_UNAVAILABLE` also where the thread has failed meanwhile: it may be committed or not.
   */
  ask<Input, Output>(job: Job<Input, Output>, input: Input, waitMs: number): Promise<Output>
  close(): Promise<void>
}

interface Waiter {
  readonly resolve: (output: never) => void
  readonly reject: (error: unknown) => void
}

/** Before one that has failed is started again. */
const restartMs = 1_000
/** Short-lived objects of a batch of webhooks die young only where there is room for all of them. */
const youngGenerationMb = 48

/** Starts the thread of `script`, and again whenever it has failed. */
export function startWriter(script: URL, path: string, log: Logger): Writer {
  const waiters = new Map<number, Waiter>()
  let number = 0
  let isReady = false
  let isClosing = false
  let restart: NodeJS.Timeout | undefined
  let worker = start()

  function start(): Worker {
    const started = new Worker(script, {
      name: 'writer',
      workerData: { path },
      resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMb },
    })
    started.unref() // it does not keep a process alive that has nothing else to do
    started.on('message', (message: Answered) => {
      if (message === 'ready') {
        isReady = true
        return
      }
      const waiter = waiters.get(message.number)
      waiters.delete(message.number)
      if ('error' in message) waiter?.reject(toError(message.error))
      else waiter?.resolve(message.output as never)
    })
    let failure: unknown
    started.on('error', (error) => {
      failure = error
    })
    started.once('exit', (exitCode) => {
      if (!isClosing && isReady) log.error({ err: failure, exitCode }, 'the thread that writes has failed')
      else if (!isClosing) log.warn({ err: failure, exitCode }, 'the thread that writes cannot be started')
      isReady = false
      for (const { reject } of waiters.values()) reject(unavailable(new Error('The thread that writes has ended')))
      waiters.clear()
      if (isClosing) return
      restart = setTimeout(() => {
        worker = start()
      }, restartMs).unref()
    })
    return started
  }

  const tell = (asked: Asked) => worker.postMessage(asked)
  return {
    get isReady() {
      return isReady
    },
    ask: ({ name }, input, waitMs) =>
      new Promise((resolve, reject) => {
        if (!isReady) return reject(unavailable(new Error('The thread that writes has ended')))
        number++
        waiters.set(number, { resolve, reject })
        tell({ number, job: name, input, waitMs })
      }),
    async close() {
      isClosing = true
      clearTimeout(restart)
      const ended = new Promise((resolve) => worker.once('exit', resolve))
      if (worker.threadId === -1) return // it has ended already
      tell('close')
      await ended
    },
  }
}

function toError({ name, message, stack, code, cause }: PlainError): Error {
  const error = code ? new AppError(code, message, { cause }) : new Error(message, { cause })
  return Object.assign(error, { name, ...(stack !== undefined && { stack }) })
}
