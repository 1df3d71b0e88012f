/**
 * Runs `call` with a signal that aborts after `timeoutMs`, or when `given` does. (`AbortSignal.any` does as much, but not in a
 * phone's browser of 2023.)
 */
export async function withTimeout<Result>(
  timeoutMs: number,
  given: AbortSignal | null,
  call: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const stop = new AbortController()
  const abort = () => stop.abort()
  const timer = setTimeout(abort, timeoutMs)
  given?.addEventListener('abort', abort)
  if (given?.aborted) abort()
  try {
    return await call(stop.signal)
  } finally {
    clearTimeout(timer)
    given?.removeEventListener('abort', abort)
  }
}
