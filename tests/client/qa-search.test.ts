import fc from 'fast-check'
import { expect, test } from 'vitest'
import { modes, readQaSearch, urlOf } from '../../client/qa/qa-search.ts'

test('every address reads back as it was written', () => {
  const text = fc.option(fc.string({ minLength: 1 }), { nil: null })
  const view = fc.constantFrom('chart' as const, 'table' as const)
  const measure = fc.constantFrom('counts' as const, 'time' as const)
  fc.assert(
    fc.property(
      fc.record({
        mode: fc.constantFrom(...modes),
        session: text,
        compare: text,
        event: text,
        view,
        span: text,
        measure,
      }),
      (address) => {
        const ofCoverage = address.mode === 'coverage' ? {} : { span: null, measure: 'counts' }
        const read = readQaSearch(new URL(urlOf(address), 'http://localhost').search)
        expect(read).toEqual({ ...address, ...ofCoverage })
      },
    ),
  )
})

test('what it does not know is the default', () => {
  expect(readQaSearch('?mode=nonsense&view=upside-down&session=')).toEqual({
    mode: 'follow',
    session: null,
    compare: null,
    event: null,
    view: 'chart',
    span: null,
    measure: 'counts',
  })
})
