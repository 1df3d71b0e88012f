/** Of numbers below this, seconds are meant: as milliseconds they would be of 1973, as seconds they end in the year 5138. */
const leastMs = 100_000_000_000
/** The end of the year 9999. */
const latestMs = 253_402_300_800_000

const iso = /^(\d{4}-\d\d-\d\d)(?:(?:T|\s+)(\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?$/i
/** Mails and HTTP name the month; of anything else JavaScript would make a date too, of "-5" as well. */
const named = /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b.*\d\d:\d\d/i

/**
 * A point in time in whichever way somebody else's program writes one, or null where it is none: ISO 8601, also with a blank
 * for the T; seconds or milliseconds since 1970, as a number or its digits; the way of mails and HTTP. Where no zone is
 * said, it is UTC, whatever this machine's own is.
 */
export function readInstant(value: unknown): Date | null {
  const ms = typeof value === 'number' ? toMs(value) : typeof value === 'string' ? readText(value.trim()) : Number.NaN
  return ms > 0 && ms < latestMs ? new Date(ms) : null
}

function toMs(epoch: number): number {
  return Math.round(epoch < leastMs ? epoch * 1000 : epoch)
}

function readText(text: string): number {
  if (text.length > 64) return Number.NaN
  if (/^\d+(\.\d+)?$/.test(text)) return toMs(Number(text))
  const [, date, time, zone = 'Z'] = iso.exec(text) ?? []
  if (date !== undefined)
    return Date.parse(time === undefined ? date : `${date}T${time.replace(',', '.')}${toZone(zone)}`)
  if (!named.test(text)) return Number.NaN
  return Date.parse(/(Z|UTC|GMT|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text} UTC`)
}

function toZone(zone: string): string {
  const [, hours, minutes = '00'] = /^([+-]\d\d):?(\d\d)?$/.exec(zone) ?? []
  return hours === undefined ? 'Z' : `${hours}:${minutes}`
}
