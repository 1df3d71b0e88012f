import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { findApis, readLaterApis } from '../../support/later-apis.ts'

const assets = fileURLToPath(new URL('../../../dist/client/assets', import.meta.url))
const later = readLaterApis()

/** What the built pages name all the same, and why that works in the oldest browser that they promise to work in. */
const allowed = new Map(
  Object.entries({
    'a method of our own, or of a library’s own object': [
      ...['.build', '.createContext', '.destroy', '.fetch', '.forget', '.inspect', '.isActive', '.override'],
      ...['.run', '.transition', '.when'],
    ],
    'a word in a text': ['viewport'],
    'asked for before it is used': [
      ...['Error.captureStackTrace', 'SuppressedError', 'URL.canParse', 'navigation', 'setImmediate'],
      ...['.startViewTransition', 'Symbol.asyncDispose', 'Symbol.dispose'],
    ],
  }).flatMap(([reason, names]) => names.map((name) => [name, reason])),
)

test('the pages name nothing that the oldest browsers which are promised do not have', () => {
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'))
  const found = new Set(scripts.flatMap((name) => findApis(readFileSync(join(assets, name), 'utf8'), later)))
  expect([...found].filter((name) => !allowed.has(name))).toEqual([])
  expect([...allowed.keys()].filter((name) => !found.has(name))).toEqual([]) // no longer there: to be taken off the list
})

test.each([
  ['const signal = AbortSignal.any([one, other])', ['AbortSignal.any']],
  ['if(URL.canParse(a))b()', ['URL.canParse']],
  ['Map.groupBy(items,by);Object.groupBy(a,b)', ['Map.groupBy', 'Object.groupBy']],
  ['new Set(a).union(b);list?.toSorted()', ['.toSorted', '.union']],
  ['new URLPattern(a);Promise.withResolvers()', ['Promise.withResolvers', 'URLPattern']],
  ['structuredClone(a);list.at(-1);Object.hasOwn(a,b);AbortSignal.timeout(5);list.findLast(f)', []],
])('%s', (script, apis) => {
  expect(findApis(script, later)).toEqual(apis)
})
