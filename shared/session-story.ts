import { z } from 'zod'
import type { RequestType, SessionEvent } from './session-status.ts'
import type { TimelineCommand, TimelineEntry, TimelineState } from './session-timeline.ts'
import { Outcome } from './webhook-event.ts'

/** How far a session's story was read. */
export const StoryMark = z.object({
  version: z.int().nonnegative(),
  /** Number of the last webhook that was read. */
  webhook: z.int().nonnegative(),
  /** When the last of them was taken up. */
  at: z.iso.datetime(),
})
export type StoryMark = z.infer<typeof StoryMark>

/** An entry as the page has it: without the webhook's id, which is read when it is wanted. `webhook` is the number of the webhook that caused it. */
export type StoryEntry = Omit<TimelineEntry, 'webhookId'> & { readonly webhook: number | null }

/** A session's story as it travels: the whole of it, or what is new since a mark. */
export interface SessionStory {
  readonly sessionId: string
  readonly requestType: RequestType
  readonly expiresAt: string
  readonly mark: StoryMark
  /** How many webhooks it has in all: where the page knows another number of them, it is to read the story anew. */
  readonly webhooks: number
  readonly entries: PackedEntries
  readonly commands: readonly TimelineCommand[]
  /** Whether events can be sent on this server. */
  readonly canSend: boolean
}

/** Entries as rows of numbers: ten thousand of them are a third of a megabyte. What repeats stands once, and is told by its place. */
export interface PackedEntries {
  readonly texts: readonly string[]
  readonly states: readonly TimelineState[]
  readonly events: readonly (readonly SessionEvent[])[]
  /** `[version, webhook, at, waited, cause, topic, outcome, before, after, error, events]`; -1 is none. `webhook` and `at` are counted from the row before, in milliseconds; `waited` is how long the webhook had been there. */
  readonly rows: readonly (readonly number[])[]
}

/** Stands for none where a difference can be any number. */
const noWebhook = -1_000_000_000

export function packEntries(entries: readonly StoryEntry[]): PackedEntries {
  const texts = createPlaces<string>((text) => text)
  const states = createPlaces<TimelineState>(({ status, credential, proof }) => `${status} ${credential} ${proof}`)
  const events = createPlaces<readonly SessionEvent[]>((list) => list.join(' '))
  let lastWebhook = 0
  let lastMs = 0
  const rows = entries.map((entry) => {
    const atMs = Date.parse(entry.at)
    const row = [
      entry.version ?? -1,
      entry.webhook === null ? noWebhook : entry.webhook - lastWebhook,
      atMs - lastMs,
      entry.receivedAt === null ? -1 : Math.max(0, atMs - Date.parse(entry.receivedAt)),
      texts.place(entry.cause),
      entry.topic === null ? -1 : texts.place(entry.topic),
      Outcome.options.indexOf(entry.outcome),
      entry.before ? states.place(entry.before) : -1,
      entry.after ? states.place(entry.after) : -1,
      entry.error === null ? -1 : texts.place(entry.error),
      entry.events ? events.place(entry.events) : -1,
    ]
    lastWebhook = entry.webhook ?? lastWebhook
    lastMs = atMs
    return row
  })
  return { texts: texts.all, states: states.all, events: events.all, rows }
}

export function unpackEntries({ texts, states, events, rows }: PackedEntries): StoryEntry[] {
  let lastWebhook = 0
  let lastMs = 0
  return rows.map((row) => {
    const [version = -1, webhookStep = noWebhook, step = 0, waited = -1, cause = -1, topic = -1] = row
    const [outcome = 0, before = -1, after = -1, error = -1, told = -1] = row.slice(6)
    const webhook = webhookStep === noWebhook ? null : lastWebhook + webhookStep
    const atMs = lastMs + step
    lastWebhook = webhook ?? lastWebhook
    lastMs = atMs
    const list = events[told]
    return {
      id: version > 0 ? `v${version}` : `w${webhook}`,
      at: new Date(atMs).toISOString(),
      receivedAt: waited < 0 ? null : new Date(atMs - waited).toISOString(),
      cause: texts[cause] ?? 'webhook',
      topic: texts[topic] ?? null,
      ...(list && { events: list }),
      outcome: Outcome.options[outcome] ?? 'applied',
      version: version > 0 ? version : null,
      before: states[before] ?? null,
      after: states[after] ?? null,
      error: texts[error] ?? null,
      webhook,
    }
  })
}

/** Gives each different value a place in a list, once. */
function createPlaces<Value>(keyOf: (value: Value) => string) {
  const known = new Map<string, number>()
  const all: Value[] = []
  return {
    all,
    place(value: Value): number {
      const key = keyOf(value)
      const place = known.get(key) ?? all.push(value) - 1
      known.set(key, place)
      return place
    },
  }
}

/** The entries with those that are new among them: in the order in which they took effect, each once. */
export function mergeEntries(known: readonly StoryEntry[], news: readonly StoryEntry[]): readonly StoryEntry[] {
  if (news.length === 0) return known
  const causes = new Set(
    news.flatMap(({ version, webhook }) => (version !== null && webhook !== null ? `w${webhook}` : [])),
  )
  const ids = new Set(news.map(({ id }) => id))
  const kept = known.filter(({ id }) => !ids.has(id) && !causes.has(id))
  const all = [...kept, ...news]
  const isInOrder = (kept.at(-1)?.at ?? '') <= (news[0]?.at ?? '')
  return isInOrder ? all : all.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

/** How many different webhooks the entries are of. */
export function countWebhooks(entries: readonly StoryEntry[]): number {
  return new Set(entries.flatMap(({ webhook }) => webhook ?? [])).size
}
