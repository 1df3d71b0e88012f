import { isMainThread } from 'node:worker_threads'
import type { Job } from '../../../server/db/job.ts'
import type { Transaction } from '../../../server/db/transaction.ts'

/** Counts under that name, and answers whether a thread of its own did it. */
export const note: Job<string, boolean> = {
  name: 'note',
  async run(tx, name) {
    await count(tx, name)
    return !isMainThread
  },
}

/** Ends its thread before it has committed. */
export const dieWriting: Job<string, void> = {
  name: 'die writing',
  async run(tx, name) {
    await count(tx, name)
    process.exit(1)
  },
}

async function count({ addCounters }: Transaction, name: string): Promise<void> {
  await addCounters([{ kind: 'answer', name, at: 0, count: 1 }])
}
