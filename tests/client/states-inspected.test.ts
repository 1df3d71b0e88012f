import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const messages = new URL('../../client/register/', import.meta.url)
const specs = new URL('../e2e/register/', import.meta.url)
/** Every state in these is looked at by axe, light and dark, through `reads`. */
const inspecting = ['states.spec.ts', 'trouble.spec.ts']

/** A state is also looked at where a spec waits for its text, since some titles stand for more than one. */
test('there is no state of the wizard that axe does not look at', () => {
  const source = inspecting.map((file) => readFileSync(new URL(file, specs), 'utf8')).join('\n')
  const states = readdirSync(messages)
    .filter((file) => file.endsWith('-messages.ts'))
    .flatMap((file) => [
      ...readFileSync(new URL(file, messages), 'utf8').matchAll(
        /(?:waiting|working|done|problem)\(\s*'([^']+)',\s*'([^']+)'/g,
      ),
    ])
  expect(states.length).toBeGreaterThan(25)
  const quoted = [...source.matchAll(/'([^'\n]+)'/g)].map(([, text = '']) => text)
  const isInspected = ([, title = '', text = '']: RegExpMatchArray) =>
    quoted.some((string) => string === title || (string.length > 10 && text.includes(string)))
  expect(states.filter((state) => !isInspected(state)).map(([, title]) => title)).toEqual([])
})
