import type { SessionView } from '../../shared/session-view.ts'
import { toShownReference } from '../../shared/shown-reference.ts'
import { useServerTime } from '../live/server-clock.ts'

/** What to try when nothing has happened for a while. */
export function Tips() {
  return (
    <section className="tips" aria-labelledby="tips">
      <h2 id="tips">What to try</h2>
      <ul>
        <li>Make sure that the phone with your wallet app is online.</li>
        <li>Close the wallet app, open it again, and look for a message from NELFUND.</li>
        <li>If you scan a code, make this screen brighter and hold the phone a hand’s width away.</li>
        <li>If nothing helps, choose “Start again” below for a fresh code.</li>
      </ul>
    </section>
  )
}

/** What to quote when asking for help. */
export function Reference({ reference }: Pick<SessionView, 'reference'>) {
  if (reference === null) return null
  return (
    <p className="quiet">
      <span>Reference:</span> <strong className="code">{toShownReference(reference)}</strong>
    </p>
  )
}

/** Time left until `expiresAt`: for eyes each second, for ears three times in all. */
export function Countdown({ expiresAt }: { expiresAt: string }) {
  const leftMs = Date.parse(expiresAt) - useServerTime()
  return (
    <>
      <p className="countdown">{`Time left: ${timeLeftText(leftMs)}`}</p>
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
