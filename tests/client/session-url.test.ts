import { describe, expect, test } from 'vitest'
import { requestTypeIn, sessionIdFor, urlOf } from '../../client/register/session-url.ts'

describe('whose session a page is about', () => {
  test("the address's own, before the one remembered", () => {
    expect(sessionIdFor('session=one', 'two')).toBe('one')
    expect(sessionIdFor('type=authentication&session=one', 'two')).toBe('one')
  })

  test('the one remembered, where the address names none', () => {
    expect(sessionIdFor('', 'two')).toBe('two')
    expect(sessionIdFor('', null)).toBeNull()
  })

  test('none yet, where the address asks for a beginning of a type', () => {
    expect(sessionIdFor('type=authentication', 'two')).toBeNull()
  })
})

test('an address brings its session back', () => {
  const address = new URL(urlOf('complete', 'a&b'), 'http://localhost')
  expect(address.pathname).toBe('/register/complete')
  expect(sessionIdFor(address.search, null)).toBe('a&b')
})

test('a session is for registration unless the address says authentication', () => {
  expect(requestTypeIn('')).toBe('registration')
  expect(requestTypeIn('type=authentication')).toBe('authentication')
  expect(requestTypeIn('type=nonsense')).toBe('registration')
})
