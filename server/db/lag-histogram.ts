/** Upper ends in milliseconds of the steps in which a webhook's lag is counted. */
const edges = [
  ...[5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000],
  ...[5 * 60_000, 15 * 60_000, 3_600_000, 6 * 3_600_000, 86_400_000],
]

/** A webhook that says it is older was not on its way for so long: it was kept, replayed, or written by hand after an example. */
const longestLagMs = 86_400_000

/** The name under which a lag is counted; null for one that is none: not told, not a time, from the future, or over a day. */
export function lagBucket(lagMs: number): string | null {
  if (!(lagMs >= 0 && lagMs <= longestLagMs)) return null
  return String(edges.find((edge) => lagMs <= edge))
}

/** The lag that `share` of the counted ones do not exceed, by straight line within its step; null where none is counted. */
export function lagQuantile(counts: ReadonlyMap<string, number>, share: number): number | null {
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0)
  if (all === 0) return null
  let below = 0
  let from = 0
  for (const edge of edges) {
    const count = counts.get(String(edge)) ?? 0
    if (count > 0 && below + count >= share * all) {
      return Math.round(from + ((share * all - below) / count) * (edge - from))
    }
    below += count
    from = edge
  }
  return from
}
