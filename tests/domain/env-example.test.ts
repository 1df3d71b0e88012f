import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { readEnv, variableNames } from '../../server/env.ts'

const example = parseEnv(readFileSync('.env.example', 'utf8'))
const readme = readFileSync('README.md', 'utf8')

test('the example file lists every variable, and copied as it is changes nothing', () => {
  expect(Object.keys(example).sort()).toEqual([...variableNames].sort())
  expect(readEnv(example)).toEqual(readEnv({}))
})

test('the README’s table names every variable', () => {
  for (const name of variableNames) expect(readme).toContain(`\`${name}\``)
})
