/** How soon a stream notices that its browser was signed out on another process, or that its time is over. */
const lookEveryMs = 5_000

/** Tells open streams that their sign-in has ended. */
export function createSignOuts(isSignedIn: (id: string) => Promise<boolean>) {
  const streams = new Map<string, Set<AbortController>>()
  return {
    /** Ends every stream of this sign-in at once. */
    announce(id: string): void {
      for (const stream of streams.get(id) ?? []) stream.abort()
    },
    /** Aborts when the sign-in has ended, or at `end`. */
    watch(id: string, end: AbortSignal): AbortSignal {
      const stream = new AbortController()
      const own = streams.get(id) ?? new Set()
      streams.set(id, own.add(stream))
      const look = async () => {
        const signedIn = await isSignedIn(id).catch(() => true) // a database that is down signs nobody out
        if (!signedIn) stream.abort()
      }
      void look() // it may have ended since the request was let in
      const timer = setInterval(look, lookEveryMs)
      stream.signal.addEventListener('abort', () => {
        clearInterval(timer)
        own.delete(stream)
        if (own.size === 0) streams.delete(id)
      })
      if (end.aborted) stream.abort()
      end.addEventListener('abort', () => stream.abort(), { once: true })
      return stream.signal
    },
  }
}
