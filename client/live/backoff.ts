const firstMs = 500
const mostMs = 10_000

/**
 * How long to wait before another try, in milliseconds: doubling, and spread over its upper half so
 * that students cut off together do not come back together. `random` is in [0, 1).
 */
export function backoffMs(failures: number, random: number): number {
  const ceiling = Math.min(mostMs, firstMs * 2 ** Math.min(failures, 10))
  return ceiling * (0.5 + random / 2)
}
