import { setImmediate } from 'node:timers/promises'
import type { SessionEvent } from '../../shared/session-status.ts'
import { readPayloads } from '../db/queries/timeline-queries.ts'
import type { Execute } from '../db/statement.ts'
import { decodeWebhook } from '../webhooks/decode-webhook.ts'

/** What stored webhooks told the machine, by their numbers. Those that nobody can tell are not in it: their payloads are purged, or cannot be read any more. */
export type Told = ReadonlyMap<number, readonly SessionEvent[]>
export type ToldEvents = (ids: readonly number[]) => Promise<Told>

/** Payloads are large: so many are held at a time, and other requests have their turn in between. */
const atATime = 100
const mostKept = 50_000

/** Reads payloads as the intake reads them, each one once: a followed timeline is asked for again and again, and a payload stays as it came. */
export function createToldEvents(read: Execute): ToldEvents {
  const known = new Map<number, readonly SessionEvent[]>()
  return async (ids) => {
    if (known.size > mostKept) known.clear()
    const told = new Map<number, readonly SessionEvent[]>()
    const unread: number[] = []
    for (const id of ids) {
      const events = known.get(id)
      if (events) told.set(id, events)
      else unread.push(id)
    }
    for (let start = 0; start < unread.length; start += atATime) {
      for (const { id, payload } of await readPayloads(read, unread.slice(start, start + atATime))) {
        const result = decodeWebhook(payload)
        if (!('event' in result)) continue
        told.set(id, result.event.events)
        known.set(id, result.event.events)
      }
      await setImmediate()
    }
    return told
  }
}
