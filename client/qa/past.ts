import type { SessionState } from '../../shared/advance.ts'
import { sessionChart } from '../../shared/session-chart.ts'
import type { TimelineEntry } from '../../shared/session-timeline.ts'
import { stateIdsOf } from '../../shared/state-ids.ts'

/** What a reader of entries needs of each. */
export type PastEntry = Omit<TimelineEntry, 'webhookId'>

/** Entries, ready to be looked up: a scrub step reads a few of them and never all. */
export interface Past<Entry extends PastEntry = PastEntry> {
  readonly entries: readonly Entry[]
  /** Those that moved the session, with their places among all. */
  readonly moves: readonly { readonly index: number; readonly entry: Entry }[]
  /** When each took effect, in milliseconds; never before the one before it. */
  readonly timesMs: readonly number[]
  readonly indexOf: (id: string) => number
}

export function toPast<Entry extends PastEntry>(entries: readonly Entry[]): Past<Entry> {
  const places = new Map(entries.map(({ id }, index) => [id, index]))
  const moves = entries.flatMap((entry, index) => (entry.after && isMove(entry) ? [{ index, entry }] : []))
  let latestMs = 0
  const timesMs = entries.map(({ at }) => {
    latestMs = Math.max(latestMs, Date.parse(at))
    return latestMs
  })
  return { entries, moves, timesMs, indexOf: (id) => places.get(id) ?? -1 }
}

function isMove({ before, after, version }: PastEntry): boolean {
  return (
    version !== null ||
    before?.status !== after?.status ||
    before?.credential !== after?.credential ||
    before?.proof !== after?.proof
  )
}

/** What had moved the session up to and with the entry at `index`. */
export function movesUntil<Entry extends PastEntry>({ moves }: Past<Entry>, index: number): readonly Entry[] {
  let low = 0
  let high = moves.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((moves[middle]?.index ?? Number.POSITIVE_INFINITY) <= index) low = middle + 1
    else high = middle
  }
  return moves.slice(0, low).map(({ entry }) => entry)
}

/** A stay in one state of one region, in milliseconds. `toMs` is null while it lasts. */
export interface Stay {
  readonly stateId: string
  readonly fromMs: number
  readonly toMs: number | null
}

/** How long each region was in which state, by the region's name, the first stay first. */
export function staysOf(moves: readonly PastEntry[]): ReadonlyMap<string, readonly Stay[]> {
  const stays = new Map<string, Stay[]>(sessionChart.regions.map(({ name }) => [name, []]))
  for (const { after, at } of moves) {
    if (!after) continue
    for (const stateId of stateIdsOf(after)) {
      const own = stays.get(stateId.split('.')[0] ?? '')
      const open = own?.at(-1)
      if (!own || open?.stateId === stateId) continue
      const atMs = Date.parse(at)
      if (open) own[own.length - 1] = { ...open, toMs: Math.max(open.fromMs, atMs) }
      own.push({ stateId, fromMs: atMs, toMs: null })
    }
  }
  return stays
}

/** The state after the last of the moves; null where there was none. */
export function stateAfter(moves: readonly PastEntry[]): SessionState | null {
  return moves.at(-1)?.after ?? null
}
