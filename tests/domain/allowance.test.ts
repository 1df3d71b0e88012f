import { expect, test } from 'vitest'
import { takeFrom } from '../../server/db/postgres/postgres-allowance.ts'
import { checkServerVersion, toRefusal } from '../../server/db/postgres/postgres-refused.ts'

const rule = { limit: 10, windowMs: 60_000 }
const at = (second: number) => new Date(second * 1000)

test('an allowance is used up within its window, and comes back as it ages', () => {
  const first = takeFrom([], 4, at(100), rule)
  expect(first).toEqual({ taken: [[100, 4]], granted: 4, retryAfterSeconds: 0 })
  const second = takeFrom(first.taken, 8, at(130), rule)
  expect(second).toMatchObject({ granted: 6, retryAfterSeconds: 30 })
  expect(takeFrom(second.taken, 1, at(159), rule)).toMatchObject({ granted: 0, retryAfterSeconds: 1 })
  expect(takeFrom(second.taken, 5, at(160), rule)).toMatchObject({ granted: 4, retryAfterSeconds: 30 })
})

test('what is taken in one second is one entry, also where another process’s clock is ahead', () => {
  const ahead = takeFrom([[101, 1]], 2, at(100), rule)
  expect(ahead.taken).toEqual([[101, 3]])
})

test('a server that is too old is refused by name', () => {
  expect(() => checkServerVersion(140_000)).not.toThrow()
  expect(() => checkServerVersion(130_014)).toThrow('The server is PostgreSQL 13; version 14 or later is needed.')
})

test('a wrong password is said without the password', () => {
  const error = Object.assign(new Error('password authentication failed'), { code: '28P01' })
  expect(toRefusal(error, 'postgresql://ada:secret-word@db.example:5433/app')).toMatchObject({
    message: 'The server at db.example:5433 refuses user "ada" or the password.',
  })
})
