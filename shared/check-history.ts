import { advance } from './advance.ts'
import { stepsBetween } from './session-steps.ts'
import type { TimelineEntry, TimelineState } from './session-timeline.ts'
import { eventOf } from './session-topic.ts'

/** Where a recorded history and the machine as it is now part ways. */
export interface Divergence {
  readonly entryId: string
  readonly text: string
}

/** Takes every recorded step again on the machine. Empty where the machine does today what was recorded. */
export function checkHistory(entries: readonly TimelineEntry[]): Divergence[] {
  return entries.flatMap((entry, index) => {
    const previous = entries[index - 1]?.after ?? null
    const isPartial = entry.webhookId !== null && entries[index + 1]?.webhookId === entry.webhookId
    const text = gapBetween(previous, entry.before) ?? difference(entry, isPartial)
    return text === null ? [] : [{ entryId: entry.id, text }]
  })
}

function gapBetween(previous: TimelineState | null, before: TimelineState | null): string | null {
  if (previous === null || before === null || say(previous) === say(before)) return null
  return `It starts from ${say(before)}, but the entry before it ended in ${say(previous)}.`
}

/** `isPartial`: its webhook told of several steps, of which this is not the last. */
function difference({ before, after, cause, outcome, topic }: TimelineEntry, isPartial: boolean): string | null {
  if (before === null || after === null) return null
  const event = topic === null ? null : eventOf(topic)
  if (say(before) !== say(after)) {
    const told = event && !isPartial ? [event] : stepsBetween(before, after, cause).map((step) => step.event)
    let state = before
    for (const step of told) {
      const next = advance(state, step)
      if (next.outcome === 'applied') state = next.state
    }
    if (say(state) === say(after)) return null
    return `It went to ${say(after)}; the machine goes to ${say(state)}.`
  }
  if (event === null || outcome !== 'stale') return null
  const next = advance(before, event)
  return next.outcome === 'stale' ? null : `It was stale; the machine says ${next.outcome}.`
}

function say({ status, credential, proof }: TimelineState): string {
  return `${status}, credential ${credential}, proof ${proof}`
}
