import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clientIpOf, modes, readAddress } from '../../client/qa/address.ts'

test('every address reads back as it was written', () => {
  const text = fc.option(fc.string({ minLength: 1 }), { nil: null })
  const view = fc.constantFrom('chart' as const, 'table' as const)
  fc.assert(
    fc.property(fc.record({ mode: fc.constantFrom(...modes), session: text, event: text, view }), (address) => {
      expect(readAddress(new URL(clientIpOf(address), 'http://localhost').search)).toEqual(address)
    }),
  )
})

test('what it does not know is the default', () => {
  expect(readAddress('?mode=nonsense&view=upside-down&session=')).toEqual({
    mode: 'follow',
    session: null,
    event: null,
    view: 'chart',
  })
})
