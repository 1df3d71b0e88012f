/** What is pinged. */
export interface Pinged {
  /** In which share of all it is; kept by `createPings`. */
  share: number
  ping(): void
}

/** Few enough are in one that nobody waits for its pings. */
const shareCount = 60

/** Pings each of many once in `intervalMs`, a share of them at a time. One timer for all, which runs while there are any. */
export function createPings(intervalMs: number) {
  const shares = Array.from({ length: shareCount }, () => new Set<Pinged>())
  let current = 0
  let count = 0
  let timer: NodeJS.Timeout | undefined
  const pingNext = () => {
    current = (current + 1) % shareCount
    for (const pinged of shares[current] ?? []) pinged.ping()
  }
  return {
    /** Its first ping comes when the whole interval is over. */
    add(pinged: Pinged): void {
      pinged.share = current
      shares[current]?.add(pinged)
      count++
      timer ??= setInterval(pingNext, intervalMs / shareCount).unref()
    },
    /** Also where it was not added. */
    delete(pinged: Pinged): void {
      if (!shares[pinged.share]?.delete(pinged)) return
      count--
      if (count > 0) return
      clearInterval(timer)
      timer = undefined
    },
  }
}
