import { expect, test } from 'vitest'
import { Reference, readReference, referenceSigns } from '../../shared/reference.ts'
import { toShownReference } from '../../shared/shown-reference.ts'
import { toSpokenReference } from '../../shared/spoken-reference.ts'

test('a reference is read as people write it', () => {
  for (const written of ['K7M4XQ', 'k7m-4xq', ' K7M 4XQ ', 'k 7 m 4 x q']) expect(readReference(written)).toBe('K7M4XQ')
})

test.each(['', 'K7M4X', 'K7M4XQ2', 'K7M4X0', 'O7M4XQ', 'K7MI4X', 'L7M4XQ', 'U7M4XQ', '92690918-7c1e'])(
  '%s is none',
  (text) => {
    expect(readReference(text)).toBeNull()
  },
)

test('it is shown in two threes', () => {
  expect(toShownReference(Reference.parse('K7M4XQ'))).toBe('K7M-4XQ')
})

test('it is spelled for the telephone, and no two of its signs sound alike', () => {
  expect(toSpokenReference(Reference.parse('K7M4XQ'))).toBe('Kilo 7 Mike, 4 X-ray Quebec')
  const said = Array.from(referenceSigns, (sign) => toSpokenReference(`${sign}23456`).split(' ')[0])
  expect(new Set(said).size).toBe(referenceSigns.length)
  expect(said.filter((word) => word?.length === 1)).toEqual([...'23456789'])
})
