import type { Logger } from 'pino'
import type { Database } from '../db/database.ts'
import { createLocalBus } from './bus.ts'
import { createPostgresBus } from './postgres-bus.ts'

/** Tells watchers at every process on the database, where there may be several. */
export function openBus(db: Database, log: Logger) {
  if (!db.shared) return { bus: createLocalBus(log), stopBus: async () => undefined }
  const bus = createPostgresBus({ channel: db.shared.channel, db, log })
  return { bus, stopBus: bus.stop }
}
