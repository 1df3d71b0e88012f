import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readTemplates } from '../../../server/confirmd/read-templates.ts'
import { defaultTemplates } from '../../../server/confirmd/templates.ts'
import { EnvError } from '../../../server/env.ts'
import { freshDirectory } from '../../support/databases.ts'

async function read(text: string) {
  const file = join(await freshDirectory(), 'templates.json')
  await writeFile(file, text)
  try {
    return { templates: readTemplates(file), problems: [] }
  } catch (error) {
    if (error instanceof EnvError) return { templates: null, problems: error.problems }
    throw error
  }
}

test('no file is the usual calls', () => {
  expect(readTemplates(undefined)).toBe(defaultTemplates)
})

test('a file changes what it names and nothing else', async () => {
  const own = { proof: { body: { to: '{connectionId}' } }, app: { path: '/v2/{org}/hooks/{appId}' } }
  const { templates } = await read(JSON.stringify(own))
  expect(templates).toEqual({
    ...defaultTemplates,
    proof: { path: '/orgs/{org}/proofs', body: { to: '{connectionId}' } },
    app: { path: '/v2/{org}/hooks/{appId}', body: undefined },
  })
})

test.each([
  ['not JSON', '{', [/CONFIRMD_TEMPLATES: the file .* is not JSON/]],
  ['no object', '[]', [/CONFIRMD_TEMPLATES: the file/]],
  ['an unknown call', '{"prof":{}}', [/prof/]],
  ['an unknown field', '{"proof":{"paht":"/x"}}', [/CONFIRMD_TEMPLATES: proof: .*paht/]],
  ['a path without a slash', '{"proof":{"path":"x"}}', [/CONFIRMD_TEMPLATES: proof\.path: must start with/]],
  [
    'a placeholder of another call',
    '{"app":{"path":"/{conectionId}"}}',
    [/app\.path: \{conectionId\} is none of \{org\}/],
  ],
  ['several at once', '{"app":{"path":7},"proof":{"path":""}}', [/proof\.path/, /app\.path/]],
])('%s stops the start by name', async (_what, text, expected) => {
  const { problems } = await read(text)
  expect(problems).toHaveLength(expected.length)
  for (const [index, pattern] of expected.entries()) expect(problems[index]).toMatch(pattern)
})

test('a file that is not there stops the start', () => {
  expect(() => readTemplates('/nowhere/templates.json')).toThrow(/CONFIRMD_TEMPLATES.*cannot be read/)
})
