const unitsMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const

/**
 * A time as people write it, at `now`: `30m`, `2h`, `7d` ago; `today`; `14:00`, the last time that it was so late; a day, a day
 * with a time, in the reader's own zone, or one with a zone. Null where it is none.
 */
export function readTime(text: string, now: Date): Date | null {
  const ago = /^(\d{1,5})([smhdw])$/.exec(text)
  if (ago) return valid(new Date(floorMs(now.getTime()) - Number(ago[1]) * unitsMs[readUnit(ago[2])]))
  if (text === 'today') return new Date(now.getFullYear(), now.getMonth(), now.getDate())
  const clock = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text)
  if (clock) {
    const [hour, minute, second] = [Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0)]
    const at = new Date(now.getFullYear(), now.getMonth(), now.getDate(), hour, minute, second)
    return at > now ? new Date(at.getTime() - unitsMs.d) : at
  }
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return valid(new Date(`${text}T00:00:00`)) // a day alone would be one of UTC
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) ? valid(new Date(text)) : null
}

/** A time in the fewest signs that `readTime` takes for it at `now`: the clock alone within a day, else the day too. */
export function writeTime(at: Date, now: Date): string {
  const two = (number: number) => String(number).padStart(2, '0')
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}${at.getSeconds() === 0 ? '' : `:${two(at.getSeconds())}`}`
  const read = readTime(clock, now)
  if (read?.getTime() === at.getTime()) return clock
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${clock}`
}

/** To the minute, so that the same words mean the same for a while. */
function floorMs(ms: number): number {
  return Math.floor(ms / unitsMs.m) * unitsMs.m
}

function readUnit(unit: string | undefined): keyof typeof unitsMs {
  return unit === 's' || unit === 'm' || unit === 'd' || unit === 'w' ? unit : 'h'
}

function valid(date: Date): Date | null {
  return Number.isNaN(date.getTime()) ? null : date
}
