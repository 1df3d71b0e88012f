import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { wizard } from '../../shared/messages/en/wizard.ts'

const specs = new URL('../e2e/register/', import.meta.url)
/** Every state in these is looked at by axe, light and dark, through `reads`. */
const inspecting = ['states.spec.ts', 'trouble.spec.ts']

/** A state is also looked at where a spec waits for its text, since some titles stand for more than one. */
test('there is no state of the wizard that axe does not look at', () => {
  const source = inspecting.map((file) => readFileSync(new URL(file, specs), 'utf8')).join('\n')
  const states = Object.values(wizard.status)
  expect(states.length).toBeGreaterThan(25)
  const quoted = [...source.matchAll(/'([^'\n]+)'/g)].map(([, text = '']) => text)
  const isInspected = ({ title, text }: (typeof states)[number]) =>
    quoted.some((string) => string === title || (string.length > 10 && text.includes(string)))
  expect(states.filter((state) => !isInspected(state)).map(({ title }) => title)).toEqual([])
})
