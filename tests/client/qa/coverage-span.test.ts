import { expect, test } from 'vitest'
import { hourAfter, hoursOf, readSpan, writeSpan } from '../../../client/qa/coverage-span.ts'

const nowMs = Date.parse('2026-02-03T17:20:00.000Z')
const nine = '2026-02-03T09:00:00.000Z'

test.each(['24h', '2026-02-03T09/2026-02-03T17', '2026-02-03T09/'])('%s reads back as it was written', (text) => {
  const span = readSpan(text)
  expect(span && writeSpan(span)).toBe(text)
})

test('the last hours are those before now, this one included; two hours are what they are', () => {
  expect(hoursOf({ lastHours: 3 }, nowMs)).toEqual({ from: '2026-02-03T15:00:00.000Z', to: null })
  expect(hoursOf({ from: nine, to: hourAfter(nine) }, nowMs)).toEqual({ from: nine, to: '2026-02-03T10:00:00.000Z' })
})

test.each([null, '', 'h', '-3h', 'yesterday', '2026-02-31T99/', '2026-02-03', '/2026-02-03T09'])(
  '%s is no span: all are counted',
  (text) => {
    expect(readSpan(text)).toBeNull()
  },
)

test('an end that is not after the start is none', () => {
  expect(readSpan('2026-02-03T09/2026-02-03T08')).toEqual({ from: nine, to: null })
})
