import { pino } from 'pino'
import { afterEach, expect, test, vi } from 'vitest'
import { createSampledLog } from '../../server/log-sampled.ts'

function collect(level: string) {
  const lines: { msg: string; count?: number; slowestMs?: number }[] = []
  return { lines, log: pino({ level }, { write: (line: string) => lines.push(JSON.parse(line)) }) }
}

afterEach(() => void vi.useRealTimers())

test('fifty lines a second are whole, and the rest is told by number', () => {
  vi.useFakeTimers()
  const { lines, log } = collect('info')
  const write = createSampledLog(log, 'answered')
  for (let durationMs = 0; durationMs < 80; durationMs++) write({ durationMs })
  expect(lines).toHaveLength(50)
  vi.advanceTimersByTime(1000)
  expect(lines.at(-1)).toMatchObject({ msg: 'answered, repeatedly', count: 30, slowestMs: 79 })
  write({ durationMs: 1 })
  vi.advanceTimersByTime(5000)
  expect(lines).toHaveLength(52)
})

test('at level debug every line is written', () => {
  const { lines, log } = collect('debug')
  const write = createSampledLog(log, 'answered')
  for (let durationMs = 0; durationMs < 80; durationMs++) write({ durationMs })
  expect(lines).toHaveLength(80)
})
