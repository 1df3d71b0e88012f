const hourMs = 60 * 60_000
/** From when it was found (Nigeria Data Protection Act 2023, section 40). */
const clockHours = 72
/** With less than this left, it needs a person. */
export const warnedHours = 48

/** Whole hours until the Commission is to know; below 0 it is late. */
export function hoursLeft(foundAt: Date | string, now: number): number {
  return Math.floor((new Date(foundAt).getTime() - now) / hourMs + clockHours)
}
