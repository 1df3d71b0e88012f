import { advance } from './advance.ts'
import type { SessionEvent } from './session-status.ts'
import { eventsOf, type TimelineEntry, type TimelineState } from './session-timeline.ts'
import { stepsBetween } from './state-ids.ts'

/** Where a recorded history and the machine as it is now part ways. */
export interface Divergence {
  readonly entryId: string
  readonly text: string
}

/** Takes every recorded step again on the machine. Empty where the machine does today what was recorded. */
export function checkHistory(entries: readonly TimelineEntry[]): Divergence[] {
  let previous: TimelineState | null = null
  const divergences: Divergence[] = []
  for (const sameWebhook of groupByWebhook(entries)) {
    const events = [...eventsOfGroup(sameWebhook)]
    for (const [index, entry] of sameWebhook.entries()) {
      const isLast = index === sameWebhook.length - 1
      const text = gapBetween(previous, entry.before) ?? difference(entry, events, isLast)
      if (text !== null) divergences.push({ entryId: entry.id, text })
      previous = entry.after
    }
  }
  return divergences
}

/** The same where entries between them are missing: `numbers` tells which of all each is. No step is expected to follow from one that is not there. */
export function checkParts(entries: readonly TimelineEntry[], numbers: readonly number[]): Divergence[] {
  const starts = numbers.flatMap((number, index) =>
    index === 0 || number !== (numbers[index - 1] ?? 0) + 1 ? index : [],
  )
  return starts.flatMap((start, part) => checkHistory(entries.slice(start, starts[part + 1])))
}

/** A webhook that told of several steps has an entry for each of them, one after another. */
function groupByWebhook(entries: readonly TimelineEntry[]): TimelineEntry[][] {
  const groups: TimelineEntry[][] = []
  for (const entry of entries) {
    const group = groups.at(-1)
    if (group && entry.webhookId !== null && group[0]?.webhookId === entry.webhookId) group.push(entry)
    else groups.push([entry])
  }
  return groups
}

/** What these entries' webhook told; where only its topic is known, that is its last word, and its steps say the others. */
function eventsOfGroup(entries: readonly TimelineEntry[]): readonly SessionEvent[] {
  return entries.flatMap((entry, index) => {
    if (entry.events) return index === 0 ? entry.events : []
    const told = index === entries.length - 1 ? eventsOf(entry) : []
    const { before, after, cause } = entry
    return told.length > 0 || !before || !after ? told : stepsBetween(before, after, cause).map(({ event }) => event)
  })
}

function gapBetween(previous: TimelineState | null, before: TimelineState | null): string | null {
  if (previous === null || before === null || say(previous) === say(before)) return null
  return `It starts from ${say(before)}, but the entry before it ended in ${say(previous)}.`
}

/** Takes from `events` what makes the entry's step: the next one that applies, or all that are left where it `isLast`. */
function difference({ before, after, outcome }: TimelineEntry, events: SessionEvent[], isLast: boolean): string | null {
  if (before === null || after === null) return null
  let state: TimelineState = before
  let said = 'stale'
  for (let event = events.shift(); event; event = events.shift()) {
    const next = advance(state, event)
    if (next.outcome !== 'stale') said = next.outcome
    if (next.outcome === 'applied') state = next.state
    if (next.outcome === 'applied' && !isLast) break
  }
  if (say(before) !== say(after)) {
    return say(state) === say(after) ? null : `It went to ${say(after)}; the machine goes to ${say(state)}.`
  }
  return outcome === 'stale' && said !== 'stale' ? `It was stale; the machine says ${said}.` : null
}

function say({ status, credential, proof }: TimelineState): string {
  return `${status}, credential ${credential}, proof ${proof}`
}
