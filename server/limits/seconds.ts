/** Every limit is one of a minute, which begins with the first that is counted. */
export const windowSeconds = 60

/** The whole seconds of `waitMs` to wait. At most a minute: the clock may have been set back meanwhile. */
export function secondsToWait(waitMs: number): number {
  return Math.min(windowSeconds, Math.max(1, Math.ceil(waitMs / 1000)))
}
