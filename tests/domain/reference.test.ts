import { expect, test } from 'vitest'
import { Reference, readReference } from '../../shared/reference.ts'
import { toShownReference } from '../../shared/shown-reference.ts'

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
