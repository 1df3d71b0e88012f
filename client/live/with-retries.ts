import { isTransient } from './failure.ts'

const retries = 3
const firstPauseMs = 1_000

/** What `call` answers, which is tried a few times, in growing pauses, where it fails for a while only. Ends early with `signal`. */
export async function withRetries<Answer>(
  call: (signal: AbortSignal) => Promise<Answer>,
  signal: AbortSignal,
  most = retries,
): Promise<Answer> {
  for (let failures = 0; ; failures++) {
    try {
      return await call(signal)
    } catch (error) {
      if (signal.aborted || failures >= most || !isTransient(error)) throw error
    }
    await pause(firstPauseMs * 2 ** failures, signal)
    signal.throwIfAborted()
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}
