import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { defaultConfig, portalDetails, sensitiveDetails } from '../../server/confirmd/default-config.ts'
import { wizard as english } from '../../shared/messages/en/wizard.ts'
import { wizard as hausa } from '../../shared/messages/ha/wizard.ts'
import { languages, readLanguage, tags } from '../../shared/messages/languages.ts'
import { wizard as pidgin } from '../../shared/messages/pcm/wizard.ts'

const folder = new URL('../../shared/messages/', import.meta.url)
const languageBytes = 5_000

test('every language is offered, and no other is taken', () => {
  expect(tags.toSorted()).toEqual(Object.keys(languages).toSorted())
  for (const tag of tags) expect(readLanguage(tag)).toBe(tag)
  for (const tag of ['', 'EN', 'fr', 'constructor', null, undefined]) expect(readLanguage(tag)).toBeNull()
})

describe.each(tags)('%s', (tag) => {
  const files = readdirSync(new URL(`${tag}/`, folder)).filter((file) => !file.startsWith('pages'))
  const source = files.map((file) => readFileSync(new URL(`${tag}/${file}`, folder), 'utf8')).join('\n')

  test('is small enough to be loaded alone', () => {
    expect(gzipSync(source).length).toBeLessThanOrEqual(languageBytes)
  })

  test('says in its files and on the page that nobody who speaks it at home has checked it', () => {
    expect(/without a native speaker/.test(source)).toBe(tag !== 'en')
    expect(/unchecked:\s*'.+'/.test(source)).toBe(tag !== 'en')
  })
})

test.each([
  ['pcm', pidgin],
  ['ha', hausa],
])('%s has words for all that wallets are usually asked for, and why', (_tag, { credentials }) => {
  const { registration, authentication } = defaultConfig
  const asked = [registration.proof.attributes, authentication.proof.attributes, portalDetails, sensitiveDetails].flat()
  const missing = asked.flatMap(({ label, reason }) => [label, reason]).filter((words) => !credentials.known(words))
  expect(missing).toEqual([])
  expect(credentials.known('your shoe size')).toBeNull()
})

test('a language has the same places as English has, and as many items in its lists', () => {
  for (const words of [pidgin, hausa]) {
    expect(words.invitation.howTo).toHaveLength(english.invitation.howTo.length)
    const said = words.time.invitation({ clock: '15:58', count: 14 }).join('')
    expect(said).toContain('15:58')
    expect(said).toContain('14')
    expect(words.actions.returnTo({ portal: 'Example portal' })).toContain('Example portal')
    expect(words.frame.progress({ number: 2, count: 4 })).toMatch(/2.*4/)
  }
})
