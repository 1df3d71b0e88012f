import fc from 'fast-check'
import { expect, test } from 'vitest'
import { closings, type JsonLine, seenLines, toJsonLines } from '../../client/payload/json-lines.ts'
import { readable } from '../../client/payload/readable.ts'

const joined = (lines: readonly JsonLine[]) =>
  lines.map(({ name, text, isFollowed }) => (name === null ? '' : `${name}:`) + text + (isFollowed ? ',' : '')).join('')

test('numbers are shown as they were sent', () => {
  const json = '{"connectionId":9007199254740993848481,"fee":12.10,"small":1E-400,"list":[-0,1.0e+2]}'
  expect(toJsonLines(json).filter(({ kind }) => kind === 'number')).toMatchObject([
    { name: '"connectionId"', text: '9007199254740993848481' },
    { name: '"fee"', text: '12.10' },
    { name: '"small"', text: '1E-400' },
    { name: null, text: '-0' },
    { name: null, text: '1.0e+2' },
  ])
})

test('the lines are the whole of what was sent, however it is spaced', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
      const lines = toJsonLines(JSON.stringify(value, null, space))
      expect(joined(lines)).toBe(JSON.stringify(value))
    }),
  )
})

test('what is the same name twice, or odd, stays', () => {
  const json = '{"a":1,"a":2,"":[],"\\u0061\\\\":{},"x":"}]\\"[{"}'
  expect(joined(toJsonLines(json))).toBe(json)
})

test('folding leaves out what is inside, and nothing else', () => {
  const lines = toJsonLines('{"a":{"b":[1,2],"c":3},"d":4}')
  const closing = closings(lines)
  const shown = (...closed: number[]) =>
    joined(seenLines(lines, closing, new Set(closed)).flatMap((at) => lines[at] ?? []))
  expect(shown()).toBe('{"a":{"b":[1,2],"c":3},"d":4}')
  expect(shown(1)).toBe('{"a":{"d":4}')
  expect(shown(0)).toBe('{')
})

test('depth is bounded: what is deeper is one line as it came', () => {
  const depth = 100_000
  const json = `${'['.repeat(depth)}"]"${']'.repeat(depth)}`
  const lines = toJsonLines(json)
  expect(lines).toHaveLength(65)
  expect(joined(lines)).toBe(json)
})

test('letters are shown for their escapes, and what nobody could see as an escape', () => {
  expect(readable('"Ad\\u00e9l\\u00e9k\\u00e8 \\"O\'Hara\\""')).toBe('"Adélékè \\"O\'Hara\\""')
  expect(readable('"a\u202eb\u200bc\ufeff\\u2066"')).toBe('"a\\u202eb\\u200bc\\ufeff\\u2066"')
  expect(readable('"\\ud83d"')).toBe('"\\ud83d"')
})
