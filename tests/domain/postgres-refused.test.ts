import { expect, test } from 'vitest'
import { checkServerVersion, toRefusal } from '../../server/db/postgres/prepare-postgres.ts'

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
