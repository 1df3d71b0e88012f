import { z } from 'zod'

/** What can need a person, the worst first. */
export const AlarmCause = z.enum([
  'wrong-credentials',
  'failed-webhooks',
  'silence',
  'platform-away',
  'incident',
  'refused-commands',
  'disk',
  'refused-webhooks',
  'stalled-sessions',
  'oldest-unmatched',
  'rotation-unfinished',
  'privacy-notice',
])
export type AlarmCause = z.infer<typeof AlarmCause>

/** Something that needs a person as long as its cause is there. */
export interface Alarm {
  readonly cause: AlarmCause
  /** How many of it there are: webhooks, commands, sessions, incidents, minutes of silence, or percent of the disk that are free. */
  readonly count: number
  /** Since when, as far as that is known. */
  readonly since: Date | null
  /** In which words it failed, which answers refused it, and the like; null where the cause says it all. */
  readonly detail: string | null
}
