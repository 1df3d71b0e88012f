import { useServerTime } from '../live/server-clock.ts'

/** Time left until `expiresAt`: for eyes each second, for ears three times in all. */
export function Countdown({ expiresAt }: { expiresAt: string }) {
  const leftMs = Date.parse(expiresAt) - useServerTime()
  return (
    <>
      <p className="countdown">Time left: {timeLeftText(leftMs)}</p>
      <p className="visually-hidden" aria-live="polite">
        {timeLeftAnnouncement(leftMs)}
      </p>
    </>
  )
}

const minuteMs = 60_000
const speakAt = [
  { ms: 5 * minuteMs, text: '5 minutes left' },
  { ms: minuteMs, text: '1 minute left' },
  { ms: 20_000, text: '20 seconds left' },
] as const
/** How long an announcement stays in its live region: long enough to be read, too short to be found untrue. */
const spokenForMs = 10_000

/** The time left as words, to the second. */
export function timeLeftText(leftMs: number): string {
  if (leftMs <= 0) return 'no time'
  const seconds = Math.ceil(leftMs / 1_000)
  const minutes = Math.floor(seconds / 60)
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`
}

/** What a screen reader should say with `leftMs` to go: at 5 minutes, 1 minute and 20 seconds only, else nothing. */
export function timeLeftAnnouncement(leftMs: number): string {
  return speakAt.find(({ ms }) => leftMs <= ms && leftMs > ms - spokenForMs)?.text ?? ''
}
