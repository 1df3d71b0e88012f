import { z } from 'zod'
import { ChaosSettings } from './chaos.ts'

const pair = /^(\d+)\s*([-/])\s*(\d+)$/

/**
 * Chaos as a line says it: `drop=0.1,duplicate=0.2,delay=50-500,reorder=0.1,outage=2000/10000,seed=7`. Times are in
 * milliseconds; `outage=2000/10000` is two seconds out of every ten.
 */
export const ChaosLine = z.string().transform((line, context): ChaosSettings => {
  const parts = line.split(',').filter((part) => part.trim() !== '')
  const { data, error } = ChaosSettings.safeParse(Object.fromEntries(parts.map(toEntry)))
  if (data) return data
  for (const { path, message } of error.issues)
    context.addIssue({ code: 'custom', message: path.length > 0 ? `${path.join('.')}: ${message}` : message })
  return z.NEVER
})

function toEntry(part: string): [string, unknown] {
  const [name = '', value = ''] = part.split('=', 2).map((side) => side.trim())
  const [, from, separator, to] = pair.exec(value) ?? []
  if (name === 'delay' && separator === '-') return [name, { fromMs: from, toMs: to }]
  if (name === 'outage' && separator === '/') return [name, { forMs: from, everyMs: to }]
  return [name, value === '' ? Number.NaN : value] // an empty text would count as 0
}
