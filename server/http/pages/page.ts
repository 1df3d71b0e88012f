import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { html, raw } from 'hono/html'
import { secureHeaders } from 'hono/secure-headers'
import { type Language, languageName, languages, tags } from '../../../shared/messages/languages.ts'
import { pageStyle } from './page-style.ts'
import { type Content, languageOf, type Words, wordsIn } from './words.ts'

/** What a security policy must name to allow the style of these pages. */
export const styleHash = `'sha256-${createHash('sha256').update(pageStyle).digest('base64')}'`

/** What a browser may do with a page that stands by itself. */
const policy = {
  defaultSrc: ["'none'"],
  styleSrc: [styleHash],
  imgSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
}

const nothing = ["'none'"]

/**
 * For a page with a script, which may ask the server, and fetches the next page's files ahead: browsers before 2023 ask
 * `default-src` alone whether they may, so it allows our own and all that a page could do by it is forbidden by name.
 */
const withScript = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  connectSrc: ["'self'"],
  styleSrc: ["'self'", ...policy.styleSrc],
  childSrc: nothing,
  fontSrc: nothing,
  frameSrc: nothing,
  manifestSrc: nothing,
  mediaSrc: nothing,
  objectSrc: nothing,
  workerSrc: nothing,
}

/** The headers of pages that stand by themselves: no script runs in them, unless the page `runsScript`. */
export function pageHeaders(publicUrl: string, runsScript = false) {
  const strictTransportSecurity = publicUrl.startsWith('https:')
  const contentSecurityPolicy = { ...policy, ...(runsScript && withScript) }
  return secureHeaders({ contentSecurityPolicy, xFrameOptions: 'DENY', strictTransportSecurity })
}

export interface Page {
  readonly title: string
  /** As the browser names the page, where that is not its title. */
  readonly name?: string
  /** What stands above the title. */
  readonly above?: Content
  readonly content: Content
  /** What else its head holds. */
  readonly head?: Content
  /** Whether the languages stand in its content, where they come first, and not in its header. */
  readonly showsLanguages?: boolean
}

interface Answer {
  readonly status?: 200 | 404 | 410
  readonly isStored?: boolean
}

/** A page in the student's language; `make` is given the words. It changes with the cookie, so nobody else may keep it. */
export function answerPage(c: Context, make: (words: Words) => Page, { status = 200, isStored = true }: Answer = {}) {
  const words = wordsIn(languageOf(c))
  const address = new URL(c.req.url)
  const page = make(words)
  c.header('Cache-Control', isStored ? 'private, no-cache' : 'no-store')
  c.header('Vary', 'Cookie', { append: true })
  return c.html(
    toHtml(page, words, address.pathname, page.showsLanguages ? '' : languageChoice(words, address)),
    status,
  )
}

/** A page for where no other works: in that language, with no choice of another. */
export function plainPage(language: Language, make: (words: Words) => Page) {
  const words = wordsIn(language)
  return toHtml(make(words), words, '', '')
}

function languageChoice({ language, words }: Words, address: URL) {
  return html`<details class="lang"><summary>${languages[language]}</summary>
<nav aria-label="${words.frame.language}">${languageLinks(language, address)}</nav></details>`
}

function toHtml(page: Page, { language, words, say }: Words, path: string, choice: Content) {
  const { frame } = words
  const { title, above = '', content, head = '' } = page
  const links = [
    ['/help', words.help.heading],
    ['/privacy', frame.privacy],
  ] as const
  return html`<!doctype html>
<html lang="${language === 'en' ? 'en-NG' : language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="description" content="${words.intro.lead}">
<link rel="icon" href="/icon.svg" type="image/svg+xml"><title>${page.name ?? `${title} – NELFUND Connect`}</title>
<style>${raw(pageStyle)}</style>${head}</head>
<body><header class="head"><div><span class="mark" aria-hidden="true">N</span><p><strong>NELFUND</strong> Connect</p>${
    page.showsLanguages ? html`<a href="/help">${say(words.help.heading)}</a>` : choice
  }</div></header>
<main>${above}<h1>${say(title)}</h1>${content}</main>
<footer><nav aria-label="${frame.about}">${links.map(([href, name]) =>
    href === path ? '' : html`<a href="${href}">${say(name)}</a>`,
  )}</nav>${frame.unchecked && html`<p class="quiet">${frame.unchecked}</p>`}</footer></body></html>`
}

/** The languages by their own names, each with this page in it. */
export function languageLinks(language: Language, { searchParams }: URL) {
  return tags.map((tag) => {
    const parameters = new URLSearchParams(searchParams)
    parameters.set(languageName, tag)
    const current = tag === language ? raw(' aria-current="true"') : ''
    return html`<a lang="${tag}" href="?${parameters}"${current}>${languages[tag]}</a>`
  })
}
