import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeWebhook } from '../../server/webhooks/decode-webhook.ts'
import { credeblWebhook, guideWebhook, platformWebhook } from '../support/webhooks.ts'

const keys = ['proofData', 'credentialData', 'credentialAttributes']

/** What is kept of a body. */
function kept(text: string): string {
  const result = decodeWebhook(text)
  if ('error' in result) throw new Error(JSON.stringify(result))
  return result.event.payload
}

/** A webhook with one more member in its data. */
const bodyWith = (member: string) => `${JSON.stringify(guideWebhook('a', {})).slice(0, -2)},${member}}}`

/** A key as it may be spelt in JSON too. */
const escaped = (key: string) =>
  [...key].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')

describe.each(keys)('under %s', (key) => {
  test('names stay and values go, in every dialect', () => {
    const data = {
      [key]: {
        presentation: { indy: { nin: '71234567890', marks: [61.5, true, null, 'secret'] } },
        attributes: [{ name: 'surname', value: 'Okonkwo', 'mime-type': 'text/plain' }],
        people: [{ name: 'Chidi', value: 'x', age: 'old' }],
        name: 'Adaeze',
        none: [],
      },
    }
    for (const webhook of [
      guideWebhook('proofs.presentation', data),
      platformWebhook('Proof', { state: 'presentation-received', ...data }),
      credeblWebhook('Verification', { state: 'presentation-received', ...data }),
    ]) {
      const payload = kept(JSON.stringify(webhook))
      expect(JSON.parse(payload)).toEqual({
        ...webhook,
        data: {
          ...webhook.data,
          [key]: {
            presentation: { indy: { nin: null, marks: [null, null, null, null] } },
            attributes: [{ name: 'surname', value: null, 'mime-type': null }],
            people: [{ name: null, value: null, age: null }],
            name: null,
            none: [],
          },
        },
      })
      for (const value of ['71234567890', '61.5', 'Okonkwo', 'Adaeze', 'Chidi', 'secret'])
        expect(payload).not.toContain(value)
    }
  })

  test.each([
    ['spelt with escapes', `"${escaped(key)}":{"nin":"71234567890"}`],
    ['spelt with one', `"${escaped(key.slice(0, 1))}${key.slice(1)}":"71234567890"`],
    ['given twice', `"${key}":"71234567890","${key}":["71234567890"]`],
    ['with blanks around', `"${key}"\n\t :\r\n [ "71234567890" ] `],
    ['after a quote in a text', `"note":"\\\\\\"","${key}":"71234567890\\\\"`],
    ['deep inside', `"a":[{"b":[[{"${key}":71234567890}]]}]`],
    ['beside a field that hides it from a parser', `"a":{"${key}":71234567890},"a":1`],
  ])('%s, no value survives', (_, member) => {
    const text = bodyWith(member)
    const payload = kept(text)
    expect(payload).not.toContain('71234567890')
    expect(JSON.parse(payload)).toHaveProperty('webhookId')
  })
})

test('whatever stands there, nothing of it is kept but names', () => {
  const secret = fc.string({ minLength: 4, maxLength: 12 }).map((text) => `§${text}§`)
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      secret,
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'name', 'value', '__proto__', ...keys), tie('any'), { maxKeys: 3 }),
    ),
  })).any
  const ways = fc.constantFrom((key: string) => key, escaped)
  fc.assert(
    fc.property(fc.constantFrom(...keys), ways, value, fc.boolean(), (key, spelt, inner, isInArray) => {
      const item = JSON.stringify(inner)
      const member = `"${spelt(key)}": ${isInArray ? `[[${item}]]` : `{"x":${item}}`}`
      const text = bodyWith(member)
      const payload = kept(text)
      const named = [...payload.matchAll(/"name":"§/g)].length
      expect([...payload.matchAll(/§/g)].length).toBe(named * 2) // the names of attributes, no more
    }),
    { numRuns: 1000 },
  )
})

test.each([
  ['numbers as they were sent', '"big":12345678901234567890,"exact":1.0,"small":1e-7'],
  ['blanks and escapes', '"label" : "Ad\\u00e1 \\u0070roofData",\n "x":[ ]'],
  ['texts that only mention the keys', '"note":"proofData: credentialData","list":["credentialAttributes"]'],
])('what holds none of it is kept letter for letter: %s', (_, member) => {
  const text = bodyWith(member)
  expect(kept(text)).toBe(text)
})

test('beside what goes, all else stays letter for letter', () => {
  const text = bodyWith('"big":12345678901234567890, "proofData":{"a":1},"exact" : 1.0')
  expect(kept(text)).toBe(text.replace('{"a":1}', '{"a":null}'))
})
