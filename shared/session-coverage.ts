import { z } from 'zod'

/** How long sessions stayed in a state before they left it, in milliseconds; medians and percentiles to within a tenth. */
export const Dwell = z.object({
  count: z.int(),
  medianMs: z.number(),
  p95Ms: z.number(),
  maxMs: z.number(),
})
export type Dwell = z.infer<typeof Dwell>

/** Sessions that began between the two, to the hour; without an end up to now. */
export const CoverageSpan = z.object({ from: z.iso.datetime(), to: z.iso.datetime().nullable() })
export type CoverageSpan = z.infer<typeof CoverageSpan>

/** A session that has been in a state for longer than nearly all that left it. */
export const StuckSession = z.object({
  sessionId: z.string(),
  theirLabel: z.string().nullable(),
  /** Id of the chart's state. */
  state: z.string(),
  since: z.iso.datetime(),
  stillMs: z.number(),
  p95Ms: z.number(),
})
export type StuckSession = z.infer<typeof StuckSession>

/** How often each state was entered and each transition taken, by their ids in the chart. */
export const SessionCoverage = z.object({
  sessions: z.int(),
  /** How many of them are counted; fewer than `sessions` while a first count is running: ask again. */
  counted: z.int(),
  /** How many of those began in the span that was asked for: all of them where none was. States and transitions are theirs. */
  chosen: z.int(),
  states: z.array(z.object({ id: z.string(), entered: z.int(), now: z.int(), dwell: Dwell.nullable() })),
  transitions: z.array(z.object({ id: z.string(), count: z.int() })),
  /** What has become of the sessions that began in each of the last hours, the oldest first. */
  hours: z.array(z.object({ hour: z.iso.datetime(), connected: z.int(), ended: z.int(), open: z.int() })),
  stuck: z.array(StuckSession),
})
export type SessionCoverage = z.infer<typeof SessionCoverage>
