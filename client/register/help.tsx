import type { Wizard } from '../../shared/messages/en/wizard.ts'
import type { SessionView } from '../../shared/session-view.ts'
import { toShownReference } from '../../shared/shown-reference.ts'
import { useServerTime } from '../live/server-clock.ts'
import { say, useWords } from '../ui/messages.ts'

/** What to try when nothing has happened for a while. */
export function Tips() {
  const { tips } = useWords()
  return (
    <section className="tips" aria-labelledby="tips">
      <h2 id="tips">{say(tips.heading)}</h2>
      <ul>
        {tips.list.map((tip) => (
          <li key={tip}>{say(tip)}</li>
        ))}
      </ul>
    </section>
  )
}

/** What to quote when asking for help. */
export function Reference({ reference }: Pick<SessionView, 'reference'>) {
  const words = useWords()
  if (reference === null) return null
  return (
    <p className="quiet">
      <span>{say(words.reference)}</span> <strong className="code">{toShownReference(reference)}</strong>
    </p>
  )
}

/** Time left until `expiresAt`: for eyes each second, for ears three times in all. */
export function Countdown({ expiresAt }: { expiresAt: string }) {
  const { time } = useWords()
  const leftMs = Date.parse(expiresAt) - useServerTime()
  return (
    <>
      <p className="countdown">{say(timeLeftText(leftMs, time))}</p>
      <p className="visually-hidden" aria-live="polite">
        {say(timeLeftAnnouncement(leftMs, time))}
      </p>
    </>
  )
}

type Time = Wizard['time']

const minuteMs = 60_000
const speakAt = [
  { ms: 5 * minuteMs, say: ({ minutesLeft }: Time) => minutesLeft({ count: 5 }) },
  { ms: minuteMs, say: ({ minutesLeft }: Time) => minutesLeft({ count: 1 }) },
  { ms: 20_000, say: ({ secondsLeft }: Time) => secondsLeft({ count: 20 }) },
] as const
/** How long an announcement stays in its live region: long enough to be read, too short to be found untrue. */
const spokenForMs = 10_000

/** The time left as words, to the second. */
export function timeLeftText(leftMs: number, { left }: Time): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1_000))
  return left({ minutes: Math.floor(seconds / 60), seconds: seconds % 60 })
}

/** What a screen reader should say with `leftMs` to go: at 5 minutes, 1 minute and 20 seconds only, else nothing. */
export function timeLeftAnnouncement(leftMs: number, time: Time): string {
  return speakAt.find(({ ms }) => leftMs <= ms && leftMs > ms - spokenForMs)?.say(time) ?? ''
}
