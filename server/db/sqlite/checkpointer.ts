import { Worker } from 'node:worker_threads'
import type { Logger } from 'pino'

export interface Checkpointer {
  close(): Promise<void>
}

/**
 * A thread that moves what is in the write-ahead log into the file while others go on writing, so that hardly any is left for
 * the commit that finds the log long (`wal_autocheckpoint`, which bounds it) and would make its webhooks wait. Where the
 * thread fails, such a commit does all of it, as without one.
 */
export function startCheckpointer(path: string, log: Logger): Checkpointer {
  const worker = new Worker(new URL('checkpoint-thread.ts', import.meta.url), {
    name: 'checkpointer',
    workerData: { path },
  })
  worker.unref()
  worker.on('error', (error) => log.warn({ err: error }, 'the thread that checkpoints has failed'))
  return {
    async close() {
      if (worker.threadId === -1) return
      const ended = new Promise((resolve) => worker.once('exit', resolve))
      worker.postMessage('close')
      await ended
    },
  }
}
