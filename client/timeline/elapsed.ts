const secondMs = 1_000
const minuteMs = 60_000
const hourMs = 3_600_000
const dayMs = 86_400_000

/** A length of time in the one or two units that matter, such as "85 ms", "1.2 s", "4 min 10 s" or "3 d 2 h". */
export function elapsed(ms: number): string {
  if (ms < secondMs) return `${Math.max(0, Math.round(ms))} ms`
  if (ms < minuteMs) return `${Math.floor(ms / 100) / 10} s`
  if (ms < hourMs) return two(ms, minuteMs, 'min', secondMs, 's')
  if (ms < dayMs) return two(ms, hourMs, 'h', minuteMs, 'min')
  return two(ms, dayMs, 'd', hourMs, 'h')
}

function two(ms: number, largeMs: number, large: string, smallMs: number, small: string): string {
  const rest = Math.floor((ms % largeMs) / smallMs)
  return `${Math.floor(ms / largeMs)} ${large}${rest > 0 ? ` ${rest} ${small}` : ''}`
}
