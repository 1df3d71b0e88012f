import { useServerTime } from '../live/use-server-time.ts'
import { timeLeftAnnouncement, timeLeftText } from './time-left.ts'

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
