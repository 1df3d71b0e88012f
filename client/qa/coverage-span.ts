import type { CoverageSpan } from '../../shared/session-coverage.ts'

const hourMs = 3_600_000

/** Which sessions are counted, by when they began: in the last hours, this one included, or from one hour to another. */
export type Span = { readonly lastHours: number } | CoverageSpan

/** Reads a span as an address holds it, such as `24h` or `2026-02-03T09/2026-02-03T17`, in UTC. Null where it is none: all are counted. */
export function readSpan(text: string | null): Span | null {
  const hours = text?.match(/^(\d{1,4})h$/)?.[1]
  if (hours) return { lastHours: Number(hours) }
  const [from, to] = (text ?? '').split('/').map(readHour)
  if (!from) return null
  return { from, to: to && to > from ? to : null }
}

/** The text that `readSpan` reads back the same. */
export function writeSpan(span: Span): string {
  if ('lastHours' in span) return `${span.lastHours}h`
  const { from, to } = span
  return `${from.slice(0, 13)}/${to?.slice(0, 13) ?? ''}`
}

/** The hours that a span has at a moment. */
export function hoursOf(span: Span, nowMs: number): CoverageSpan {
  if ('from' in span) return span
  const thisHour = Math.floor(nowMs / hourMs)
  return { from: new Date((thisHour - span.lastHours + 1) * hourMs).toISOString(), to: null }
}

/** The beginning of the hour after this one. */
export function hourAfter(hour: string): string {
  return new Date(Date.parse(hour) + hourMs).toISOString()
}

function readHour(text: string): string | null {
  const ms = Date.parse(`${text}:00:00.000Z`)
  return /^\d{4}-\d\d-\d\dT\d\d$/.test(text) && Number.isFinite(ms) ? new Date(ms).toISOString() : null
}
