import type { Context } from 'hono'
import { setCookie } from 'hono/cookie'
import { html } from 'hono/html'
import { parse } from 'hono/utils/cookie'
import { complete } from '../../../shared/messages/complete.ts'
import { pages } from '../../../shared/messages/en/pages.ts'
import { wizard } from '../../../shared/messages/en/wizard.ts'
import { pages as hausa } from '../../../shared/messages/ha/pages.ts'
import { wizard as hausaWizard } from '../../../shared/messages/ha/wizard.ts'
import { pages as igbo } from '../../../shared/messages/ig/pages.ts'
import { wizard as igboWizard } from '../../../shared/messages/ig/wizard.ts'
import { type Language, languageName, readLanguage } from '../../../shared/messages/languages.ts'
import { pages as pidgin } from '../../../shared/messages/pcm/pages.ts'
import { wizard as pidginWizard } from '../../../shared/messages/pcm/wizard.ts'
import { pages as yoruba } from '../../../shared/messages/yo/pages.ts'
import { wizard as yorubaWizard } from '../../../shared/messages/yo/wizard.ts'

/** What stands in these pages, and around it what stands in the student's steps too. */
const english = { ...pages, frame: wizard.frame, actions: wizard.actions, complete: wizard.complete }
const files: Readonly<Record<Language, object>> = {
  en: english,
  pcm: { ...pidgin, frame: pidginWizard.frame, actions: pidginWizard.actions, complete: pidginWizard.complete },
  ha: { ...hausa, frame: hausaWizard.frame, actions: hausaWizard.actions, complete: hausaWizard.complete },
  yo: { ...yoruba, frame: yorubaWizard.frame, actions: yorubaWizard.actions, complete: yorubaWizard.complete },
  ig: { ...igbo, frame: igboWizard.frame, actions: igboWizard.actions, complete: igboWizard.complete },
}

/** Markup, or text that is not markup yet. */
export type Content = ReturnType<typeof html> | string

/** The words of one answer. */
export interface Words {
  readonly language: Language
  readonly words: typeof english
  /** A message as it stands in the page: marked as English where it is, in a page that is not. */
  readonly say: (message: string | readonly Content[]) => Content
}

const rememberedSeconds = 31_536_000

/** The language that the address asks for, which is remembered, or that was chosen on an earlier visit; else English. */
export function languageOf(c: Context): Language {
  const asked = readLanguage(c.req.query(languageName))
  if (asked) setCookie(c, languageName, asked, { path: '/', maxAge: rememberedSeconds, sameSite: 'Lax' })
  return languageIn(asked, c.req.header('cookie'))
}

/** The language that the address asks for, or else the one in a `Cookie` header; else English. */
export function languageIn(asked: string | null | undefined, cookies: string | undefined): Language {
  return readLanguage(asked) ?? readLanguage(parse(cookies ?? '', languageName)[languageName]) ?? 'en'
}

/** The words of a language, in English where it has none. */
export function wordsIn(language: Language): Words {
  const borrowed = new Set<unknown>()
  const words = complete(english, files[language], (said) => {
    if (language !== 'en') borrowed.add(said)
    return said
  })
  const say = (message: string | readonly Content[]): Content => {
    const content = typeof message === 'string' ? message : html`${[...message]}`
    return borrowed.has(message) ? html`<span lang="en">${content}</span>` : content
  }
  return { language, words, say }
}
