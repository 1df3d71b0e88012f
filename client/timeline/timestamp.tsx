const time = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const
const today = new Intl.DateTimeFormat('en-GB', time)
const otherDay = new Intl.DateTimeFormat('en-GB', {
  day: '2-digit',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})
const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' })
const clock = new Intl.DateTimeFormat('en-GB', { ...time, fractionalSecondDigits: 3 })

/** A timestamp in the reader's own time: the time today, the day with it before; everything in its title. */
export function Timestamp({ at, isFull = false }: { at: string; isFull?: boolean }) {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return <span>{at}</span> // what the platform writes is not ours
  const isToday = date.toDateString() === new Date().toDateString()
  return (
    <time dateTime={at} title={full.format(date)}>
      {(isFull ? full : isToday ? today : otherDay).format(date)}
    </time>
  )
}

/** A timestamp to the millisecond, in the reader's own time; the day and the zone are in its title. */
export function ClockTime({ at }: { at: string }) {
  const date = new Date(at)
  return (
    <time dateTime={at} title={full.format(date)}>
      {clock.format(date)}
    </time>
  )
}
