const time = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const
const clock = new Intl.DateTimeFormat('en-GB', time)
const day = new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short' })
const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long' })

/** What the reader's own time zone is called: WAT. */
export const zoneName =
  new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' })
    .formatToParts(new Date())
    .find(({ type }) => type === 'timeZoneName')?.value ?? 'local time'

/** A time of day to the millisecond in the reader's zone, with the day before it where it was not today; exact in its title. */
export function RowTime({ at }: { at: string }) {
  const date = new Date(at)
  const isToday = date.toDateString() === new Date().toDateString()
  return (
    <time dateTime={at} title={`${full.format(date)}, ${at}`}>
      {!isToday && <span className="row-day">{day.format(date)} </span>}
      {clock.format(date)}
      {isToday && <span className="row-ms">.{String(date.getMilliseconds()).padStart(3, '0')}</span>}
    </time>
  )
}

/** The same as text, without its milliseconds. */
export function timeText(at: string): string {
  const date = new Date(at)
  const isToday = date.toDateString() === new Date().toDateString()
  return `${isToday ? '' : `${day.format(date)} `}${clock.format(date)}`
}

const number = new Intl.NumberFormat('en-GB')

/** A count with its thousands apart. */
export const count = (value: number): string => number.format(value)

/** A count of things in words: "1 webhook", "12 webhooks". */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`
