/** Remembers that something happened since the last look, so that no hint falls between two reads. */
export function createWakeSignal() {
  let pending = false
  let release: (() => void) | undefined
  return {
    wake: () => {
      pending = true
      release?.()
    },
    next: async (signal: AbortSignal) => {
      if (!pending && !signal.aborted) {
        await new Promise<void>((resolve) => {
          release = resolve
        })
      }
      release = undefined
      pending = false
    },
  }
}
