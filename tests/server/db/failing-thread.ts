import { parentPort } from 'node:worker_threads'
import { serveJobs } from '../../../server/db/sqlite/serve-jobs.ts'
import { dieWriting, note } from './thread-jobs.ts'

/** A thread that writes, and that can be made to end in the middle of it. */
if (!parentPort) throw new Error('This is a thread of a test')
serveJobs(parentPort, [note, dieWriting])
