import { createElement, Fragment, type ReactNode, useSyncExternalStore } from 'react'
import { complete } from '../../shared/messages/complete.ts'
import type { Wizard } from '../../shared/messages/en/wizard.ts'
import { type Language, languageName, readLanguage } from '../../shared/messages/languages.ts'
import type { Parts, Unfinished } from '../../shared/messages/said.ts'
import { attempt } from './stored.ts'

/** A chunk each. */
const english = () => import('../../shared/messages/en/wizard.ts')
const files: Readonly<Record<Language, () => Promise<{ readonly wizard: Unfinished<Wizard> }>>> = {
  en: english,
  pcm: () => import('../../shared/messages/pcm/wizard.ts'),
  ha: () => import('../../shared/messages/ha/wizard.ts'),
  yo: () => import('../../shared/messages/yo/wizard.ts'),
  ig: () => import('../../shared/messages/ig/wizard.ts'),
}

let spoken: { readonly language: Language; readonly words: Wizard } | undefined
/** What of the words is English, since their language has none for it. */
let borrowed = new Set<unknown>()
const readers = new Set<() => void>()
const yearSeconds = 31_536_000

/** The language chosen in the page's address, which is remembered, or on an earlier visit; else English. */
function chosenLanguage(): Language {
  const address = new URL(location.href)
  const asked = readLanguage(address.searchParams.get(languageName))
  if (asked) {
    remember(asked)
    address.searchParams.delete(languageName) // or it would win over a later choice
    history.replaceState(history.state, '', address)
  }
  return asked ?? readLanguage(attempt(() => /(?:^|; )lang=(\w+)/.exec(document.cookie)?.[1])) ?? 'en'
}

/** For the server's pages too, which is why it is a cookie. */
export function remember(language: Language): void {
  attempt(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: not all promised browsers have another way
    document.cookie = `${languageName}=${language}; path=/; max-age=${yearSeconds}; samesite=lax`
  })
}

/** From now on the page speaks that language, or the one that was chosen. @throws where its words do not come: nothing changes then. */
export async function speak(language = chosenLanguage()): Promise<void> {
  await learn(language)
  document.documentElement.lang = language === 'en' ? 'en-NG' : language
  for (const read of readers) read()
}

/** What is rendered from now on, be it in no browser, is in that language. @throws where its words do not come. */
export async function learn(language: Language): Promise<Wizard> {
  const [{ wizard }, { wizard: own }] = await Promise.all([english(), files[language]()])
  borrowed = new Set()
  const words = language === 'en' ? wizard : complete(wizard, own, borrow)
  spoken = { language, words }
  return words
}

function borrow(said: unknown): unknown {
  borrowed.add(said)
  return said
}

/** The words of the page's language, and which that is. `speak` has to have loaded them. */
export function useSpoken() {
  const known = useSyncExternalStore(listen, readSpoken, readSpoken)
  if (!known) throw new Error('No words were loaded')
  return known
}

/** The words of the page's language. */
export function useWords(): Wizard {
  return useSpoken().words
}

function readSpoken() {
  return spoken
}

function listen(read: () => void): () => void {
  readers.add(read)
  return () => readers.delete(read)
}

/** A message as it stands in the page: marked as English where it is, in a page that is not. */
export function say(message: string | Parts<ReactNode>): ReactNode {
  const parts = typeof message === 'string' ? [message] : message
  return borrowed.has(message)
    ? createElement('span', { lang: 'en' }, ...parts)
    : createElement(Fragment, null, ...parts)
}
