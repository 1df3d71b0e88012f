import { sessionChart } from '../../shared/session-chart.ts'
import { stepsBetween } from '../../shared/state-ids.ts'
import { lanesOf } from './chart/lay-out.ts'
import type { PastEntry } from './past.ts'

interface Taken {
  readonly event: string
  readonly from: string
  readonly to: string
  readonly atMs: number
}

/** Where two sessions first part, in words; null where one is as the other, or only has not come as far. */
export function firstDivergence(a: readonly PastEntry[], b: readonly PastEntry[]): string | null {
  const partings = lanesOf(sessionChart).flatMap(({ name }) => {
    const [ours, theirs] = [takenIn(a, name), takenIn(b, name)]
    const at = ours.findIndex((step, index) => theirs[index] && theirs[index].to !== step.to)
    const [our, their] = [ours[at], theirs[at]]
    return our && their ? [{ our, their }] : []
  })
  const [first] = partings.sort((x, y) => x.our.atMs - y.our.atMs)
  if (!first) return null
  const { our, their } = first
  return `They part after ${say(our.from)}: A took ${our.event} to ${nameOf(our.to)}, B took ${their.event} to ${nameOf(their.to)}.`
}

/** The same, where they do not part: which has come farther. */
export function sayComparison(a: readonly PastEntry[], b: readonly PastEntry[]): string {
  const parting = firstDivergence(a, b)
  if (parting !== null) return parting
  const [ours, theirs] = [a, b].map((moves) => lanesOf(sessionChart).flatMap(({ name }) => takenIn(moves, name)).length)
  if (ours === theirs) return 'Both took the same path.'
  return `They have not parted: ${(ours ?? 0) > (theirs ?? 0) ? 'A' : 'B'} has come farther on the same path.`
}

function takenIn(moves: readonly PastEntry[], region: string): Taken[] {
  return moves.flatMap(({ before, after, cause, at }) =>
    before && after
      ? stepsBetween(before, after, cause)
          .filter((step) => step.region === region)
          .map(({ event, from, to }) => ({ event, from, to, atMs: Date.parse(at) }))
      : [],
  )
}

function say(id: string): string {
  return id.replace('.', ' ')
}

function nameOf(id: string): string {
  return id.slice(id.indexOf('.') + 1)
}
