import type { Wizard } from '../../shared/messages/en/wizard.ts'
import { serverNow, useServerTime } from '../live/server-clock.ts'
import { say, useSpoken } from '../ui/messages.ts'

type Time = Wizard['time']

const minuteMs = 60_000

/** Time left until `expiresAt`, of the invitation or of a later step: for eyes each minute, for ears three times in all. */
export function TimeLeft({ expiresAt, of }: { expiresAt: string; of: 'invitation' | 'step' }) {
  const { time } = useSpoken().words
  const leftMs = Math.max(0, Date.parse(expiresAt) - useServerTime())
  return (
    <>
      <p className="quiet">
        {say(time[of]({ clock: <Clock at={expiresAt} />, count: Math.floor(leftMs / minuteMs) }))}
      </p>
      <p className="visually-hidden" aria-live="polite">
        {say(timeLeftAnnouncement(leftMs, time))}
      </p>
    </>
  )
}

/** A moment of the server's, as the clock of this device will show it or has shown it: that is what the student looks at. */
export function Clock({ at }: { at: string }) {
  const { language } = useSpoken()
  const form = new Intl.DateTimeFormat([language, 'en'], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return <strong>{form.format(Date.parse(at) + Date.now() - serverNow())}</strong>
}

const speakAt = [
  { ms: 5 * minuteMs, say: ({ minutesLeft }: Time) => minutesLeft({ count: 5 }) },
  { ms: minuteMs, say: ({ minutesLeft }: Time) => minutesLeft({ count: 1 }) },
  { ms: 20_000, say: ({ secondsLeft }: Time) => secondsLeft({ count: 20 }) },
] as const
/** How long an announcement stays in its live region: long enough to be read, too short to be found untrue. */
const spokenForMs = 10_000

/** What a screen reader should say with `leftMs` to go: at 5 minutes, 1 minute and 20 seconds only, else nothing. */
export function timeLeftAnnouncement(leftMs: number, time: Time): string {
  return speakAt.find(({ ms }) => leftMs <= ms && leftMs > ms - spokenForMs)?.say(time) ?? ''
}
