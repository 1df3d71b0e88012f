import type { Logger } from 'pino'
import type { Platform, PlatformRecords } from '../confirmd/platform.ts'
import type { Database } from '../db/database.ts'
import type { Bus } from './bus.ts'
import type { StudentKeys } from './student-keys.ts'

/** What carrying out the outbox takes. */
export interface OutboxContext {
  readonly db: Database
  readonly bus: Bus
  readonly platform: Platform & { readonly records: PlatformRecords }
  readonly students: StudentKeys
  readonly log: Logger
  readonly now: () => Date
}
