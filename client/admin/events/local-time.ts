const minuteMs = 60_000

/** A moment as a date-and-time field has it: in the reader's own time, without a zone. Empty where there is none. */
export function toLocalTime(at: string | undefined): string {
  if (at === undefined) return ''
  const date = new Date(at)
  const local = new Date(date.getTime() - date.getTimezoneOffset() * minuteMs).toISOString().replace('Z', '')
  return local.replace(/(:00)?\.000$/, '')
}
