import { parentPort } from 'node:worker_threads'
import { addAnswers } from './admin/answer-counts.ts'
import { serveJobs } from './db/sqlite/serve-jobs.ts'
import { probe } from './db/sqlite/sqlite-readiness.ts'
import { claimDue } from './sessions/claim-commands.ts'
import { insertSession } from './sessions/insert-session.ts'
import { settleCommands } from './sessions/settle-commands.ts'
import { storeEvents } from './webhooks/store-events.ts'

/**
 * The thread that writes to SQLite: it carries out what the server asks for by name, so that HTTP and the streams go on while
 * a batch is computed, written and waited for. Whatever else is written, seldom, the main thread writes in a turn of its own.
 */
if (!parentPort) throw new Error('This is a thread of the server: run "npm start"')
serveJobs(parentPort, [storeEvents, insertSession, claimDue, settleCommands, addAnswers, probe])
