import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig, toAsked } from '../../../server/confirmd/confirmd-config.ts'
import { EnvError } from '../../../server/env.ts'
import { freshDirectory } from '../../support/databases.ts'
import { reply } from './stub-platform.ts'
import { stubbed } from './stubbed.ts'

const definitions = { offered: 'offered-def', asked: 'asked-def' }

async function fileOf(content: unknown) {
  const file = join(await freshDirectory(), 'confirmd.json')
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

async function problemsOf(content: unknown): Promise<readonly string[]> {
  try {
    readConfig(await fileOf(content), definitions)
    return []
  } catch (error) {
    if (error instanceof EnvError) return error.problems
    throw error
  }
}

const attribute = { name: 'age', label: 'your age', reason: 'so that you are old enough' }

test('without a file the usual details are asked for, each of the definition that is named for them', () => {
  const config = readConfig(undefined, definitions)
  expect(config.warnings).toEqual([])
  const { attributes } = config.registration.proof
  expect(attributes.map(({ name }) => name)).toEqual(['surname', 'othernames', 'matric_number', 'school_name'])
  expect(new Set(attributes.map((one) => one.credentialDefinitionId))).toEqual(new Set(['asked-def']))
  expect(config.registration.offer.credentialDefinitionId).toBe('offered-def')
  const own = config.authentication.proof.attributes // of what is issued here: who shows it has registered
  expect(own.map(({ name }) => name)).toEqual(['registrationNumber', 'matric_number', 'surname'])
  expect(new Set(own.map((one) => one.credentialDefinitionId))).toEqual(new Set(['offered-def']))
})

test('a restriction is always sent: where none is known, what is offered stands in, with a warning', () => {
  const { registration, warnings } = readConfig(undefined, { offered: 'offered-def' })
  expect(registration.proof.attributes.every((one) => one.credentialDefinitionId === 'offered-def')).toBe(true)
  expect(warnings).toEqual([expect.stringMatching(/^PROOF_CREDENTIAL_DEFINITION_ID: .*surname/)])
})

test('a file changes what it names, and the calls go by it', async () => {
  const config = readConfig(
    await fileOf({
      registration: {
        proof: {
          attributes: [
            { ...attribute, schemaId: 'schema', condition: '>=', value: 16 },
            { ...attribute, name: 'surname' },
          ],
        },
      },
      paths: { proof: '/v2/{org}/ask/{connectionId}' },
    }),
    definitions,
  )
  expect(config.registration.offer.attributes.map(({ name }) => name)).not.toContain('matric_number')
  const { platform, stub } = await stubbed(() => reply(201, { id: 'p' }), { config })
  await platform.requestProof({ connectionId: 'c/1', requestType: 'registration' })
  expect(stub.calls[0]?.path).toBe('/v2/org-1/ask/c%2F1')
  expect(JSON.parse(stub.calls[0]?.body ?? '').proofFormats.indy.attributes).toEqual([
    { attributeName: 'age', schemaId: 'schema', condition: '>=', value: '16' },
    { attributeName: 'surname', credDefId: 'asked-def' },
  ])
})

test('pages are told names, labels and reasons, and nothing else', () => {
  const asked = toAsked(readConfig(undefined, definitions))
  expect(asked.registration.attributes[0]).toEqual({
    name: 'surname',
    label: 'your surname',
    reason: 'so that the registration is yours',
  })
})

const proof = (...attributes: unknown[]) => ({ registration: { proof: { attributes } } })
const offer = (...attributes: unknown[]) => ({ registration: { offer: { attributes } } })

test.each<[string, unknown, RegExp[]]>([
  ['not JSON', '{', [/CONFIRMD_CONFIG: the file .* is not JSON/]],
  ['no object', [], [/CONFIRMD_CONFIG: the file: /]],
  ['an unknown field', { registraton: {} }, [/registraton/]],
  [
    'no name',
    proof(attribute, { ...attribute, name: '' }),
    [/^CONFIRMD_CONFIG: registration\.proof\.attributes\.1\.name: /],
  ],
  ['a name twice', proof(attribute, attribute), [/attributes\.1\.name: is there twice/]],
  ['no attributes', proof(), [/registration\.proof\.attributes: must not be empty/]],
  ['half a condition', proof({ ...attribute, value: '1' }), [/attributes\.0\.condition: goes with a value/]],
  [
    'a bound that is no number',
    proof({ ...attribute, condition: '>', value: 'x' }),
    [/attributes\.0\.value: must be a whole/],
  ],
  ['an offer for sign-in', { authentication: { offer: {} } }, [/authentication: .*offer/]],
  ['a value from nowhere', offer({ name: 'a', from: 'nin' }), [/offer\.attributes\.0\.from: "nin" is not asked for/]],
  ['neither value nor from', offer({ name: 'a' }), [/offer\.attributes\.0: has either/]],
  ['an unknown placeholder', offer({ name: 'a', value: '{tody}' }), [/attributes\.0\.value: \{tody\} is none of/]],
  [
    'a value that is only compared',
    {
      registration: {
        ...proof({ ...attribute, condition: '>', value: 1 }).registration,
        ...offer({ name: 'a', from: 'age' }).registration,
      },
    },
    [/"age" is only compared/],
  ],
  ['an unknown call', { paths: { prof: '/x' } }, [/paths\.prof: is no call; calls are invitation, /]],
  [
    'a path of another call',
    { paths: { app: '/{conectionId}' } },
    [/paths\.app: \{conectionId\} is none of \{org\}, \{appId\}/],
  ],
  [
    'two at once',
    { paths: { app: 'x', proof: '//evil.example' } },
    [/paths\.app: must start/, /paths\.proof: must start/],
  ],
])('%s stops the start by name', async (_what, content, expected) => {
  const problems = await problemsOf(content)
  expect(problems).toHaveLength(expected.length)
  for (const [index, pattern] of expected.entries()) expect(problems[index]).toMatch(pattern)
})

test('a file that is not there stops the start', () => {
  expect(() => readConfig('/nowhere/confirmd.json', definitions)).toThrow(/CONFIRMD_CONFIG.*cannot be read/)
})
