import { expect, test } from 'vitest'
import { toLoggedError } from '../../server/logged-error.ts'

const id = '92690918-0cb8-45a7-b7f9-0cfdfded4b95'

test('an error is logged with its cause, and without the row that a database quotes, ids or DIDs', () => {
  const row = { code: '23505', table: 'ConnectionSession', detail: `Key (x)=(Ada)`, where: 'portal "" = \'Ada\'' }
  const cause = Object.assign(new Error(`no row ${id} of did:peer:2.Ez6LSbysY`), row, { parameters: ['Ada'] })
  const logged = toLoggedError(Object.assign(new Error(`Session ${id}`, { cause }), row))
  expect(logged).toMatchObject({ type: 'Error', code: '23505', table: 'ConnectionSession' })
  const text = JSON.stringify(logged)
  expect(text).toContain('no row … of did:…')
  for (const secret of [id, 'Ada', 'Ez6LSbysY']) expect(text).not.toContain(secret)
})
