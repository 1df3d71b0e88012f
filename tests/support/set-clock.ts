import { onTestFinished, vi } from 'vitest'

/** Sets the clock until the end of the test, where it stands still; timers go on by themselves. */
export function setClock(at: number | string): void {
  if (!vi.isFakeTimers()) {
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
  }
  vi.setSystemTime(at)
}
