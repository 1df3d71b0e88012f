/**
 * Runs `hold` while this tab has the lock `name`. Resolves with true when it is over, with false at once where another tab has
 * the lock, with null where the browser has no locks: over plain HTTP, or where it keeps no site data, which it says by refusing.
 */
export async function holdLock(name: string, hold: () => Promise<void>): Promise<boolean | null> {
  let hadTurn = false
  try {
    return await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      hadTurn = true
      if (lock) await hold()
      return lock !== null
    })
  } catch {
    return hadTurn ? true : null
  }
}

/** A channel to the other tabs of this browser; null where it has none, or gives none to us. */
export function openChannel(name: string): BroadcastChannel | null {
  try {
    return new BroadcastChannel(name)
  } catch {
    return null
  }
}
