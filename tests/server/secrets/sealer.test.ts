import { expect, test } from 'vitest'
import { createSealer } from '../../../server/secrets/sealer.ts'

const [old, current] = ['0a'.repeat(32), '1b'.repeat(32)]

test('what is sealed is opened as what it was about, by who has the key', () => {
  const sealed = createSealer([old]).seal('Okafor', 'session 1')
  expect(sealed).not.toContain('Okafor')
  expect(createSealer([old]).seal('Okafor', 'session 1')).not.toBe(sealed)
  expect(createSealer([current, old]).open(sealed, 'session 1')).toBe('Okafor')
  expect(() => createSealer([old]).open(sealed, 'session 2')).toThrow('damaged')
  expect(() => createSealer([current]).open(sealed, 'session 1')).toThrow('not known')
})

test('what is changed anywhere does not open', () => {
  const sealer = createSealer([current])
  const [id, body = ''] = sealer.seal('Okafor', 'session 1').split('.')
  const bytes = Buffer.from(body, 'base64url')
  for (let index = 0; index < bytes.length; index++) {
    const changed = Buffer.from(bytes)
    changed.writeUInt8(changed.readUInt8(index) ^ 1, index)
    expect(() => sealer.open(`${id}.${changed.toString('base64url')}`, 'session 1')).toThrow('damaged')
  }
  for (const cut of ['', '.', `${id}.`, `${id}.AAAA`]) expect(() => sealer.open(cut, 'session 1')).toThrow()
})
