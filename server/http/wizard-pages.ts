import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from 'hono'
import { html } from 'hono/html'
import { z } from 'zod'
import { type Language, tags } from '../../shared/messages/languages.ts'
import { chunksOf, entryOf, type Manifest, readManifest } from './build-manifest.ts'
import { type PageSettings, withSettings } from './page-settings.ts'
import { missingPage } from './pages/missing-page.ts'
import { answerPage, styleHash } from './pages/page.ts'
import { languageOf, wordsIn } from './pages/words.ts'
import { answerFile, type ReadyFile, toReadyFile } from './ready-file.ts'

/** The page that the wizard's build has made. */
export const wizardFile = 'register.html'

const Frame = z.object({ title: z.string(), html: z.string() })
const Frames = z.object({ start: Frame, connect: Frame, credentials: Frame, complete: Frame })
const FirstFrames = z.record(z.enum(tags), Frames)
type FrameName = keyof z.infer<typeof Frames>

/** Without a script nothing is looked for, and no button does anything. */
const scriptlessStyle = '.shell-main .button,.shell-main .status,.shell-foot button{display:none}'

export interface WizardPages {
  /** Answers with the page of the address, in the student's language; with one that says so where there is none. */
  readonly answer: (c: Context) => Response | Promise<Response>
  /** The code that every page of the wizard runs, and the words of a language. */
  readonly codeFor: (language: Language) => readonly string[]
  /** Of what stands in the pages themselves: what a security policy must name to allow it. */
  readonly hashes: { readonly scripts: readonly string[]; readonly styles: readonly string[] }
}

/**
 * The student's wizard as it comes: what it shows first, made by the build, and its styles are in the page, so that a phone
 * can show them after one answer; its code takes them over. All is read at once; a page is compressed when it is first asked for.
 */
export function createWizardPages(directory: string, settings: PageSettings): WizardPages {
  const read = (name: string) => readFileSync(join(directory, name), 'utf8')
  const page = withSettings(read(wizardFile), settings)
  const manifest = readManifest(directory, `${wizardFile}.json`)
  const frames = FirstFrames.parse(JSON.parse(read('.vite/first-frames.json')))
  const style = (entryOf(manifest)?.css ?? []).map(read).join('')
  const styled = page.replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${style}</style>`)
  const ready = new Map<string, ReadyFile>()

  function pageFor(language: Language, name: FrameName): ReadyFile {
    const key = `${language} ${name}`
    const known = ready.get(key)
    if (known) return known
    const { [name]: shown, connect } = frames[language]
    const made = toPage(
      fill(styled, language, shown, name === 'start' ? connect.html : '', wordFiles(manifest, language)),
    )
    ready.set(key, made)
    return made
  }

  return {
    answer(c) {
      const name = frameFor(c)
      if (name === null) return answerPage(c, missingPage, { status: 404 })
      c.header('Vary', 'Cookie')
      return answerFile(c, pageFor(languageOf(c), name))
    },
    codeFor: (language) => [`/${entryOf(manifest)?.file}`, ...wordFiles(manifest, language)],
    hashes: { scripts: hashesIn(page), styles: [styleHash, ...[style, scriptlessStyle].map(hashOf)] },
  }
}

/** It changes with a cookie: nobody else may keep it. */
function toPage(text: string): ReadyFile {
  return toReadyFile(wizardFile, Buffer.from(text), 'private, no-cache')
}

/** What an address shows before it is known how things stand there; null where there is no such page. */
function frameFor(c: Context): FrameName | null {
  const [, room, step] = c.req.path.split('/')
  if (room !== 'register' || (step !== 'connect' && step !== 'credentials' && step !== 'complete')) return null
  return c.req.query('session') === undefined && step !== 'complete' ? 'start' : step
}

function wordFiles(manifest: Manifest, language: Language): string[] {
  const chunks = ['en', language].flatMap((tag) => chunksOf(manifest, `../shared/messages/${tag}/wizard.ts`))
  return [...new Set(chunks.map(({ file }) => `/${file}`))]
}

function fill(
  page: string,
  language: Language,
  frame: z.infer<typeof Frame>,
  finding: string,
  words: string[],
): string {
  const { wizardPage, intro } = wordsIn(language).words
  const preloads = words.map((href) => `<link rel="modulepreload" href="${href}">`).join('')
  const withoutScript = html`<noscript><p class="notice">${wizardPage.needsScript}</p></noscript>`
  const notLoaded = html`<template id="not-loaded"><main class="shell shell-main"><h1>${wizardPage.notLoaded}</h1>
<p>${wizardPage.notLoadedText}</p><a class="button" href="">${wizardPage.loadAgain}</a></main></template>`
  return page
    .replace('<html lang="en-NG">', `<html lang="${language === 'en' ? 'en-NG' : language}">`)
    .replace(/(?<=<meta name="description" content=")[^"]*/, () => String(html`${intro.lead}`))
    .replace(/<title>.*?<\/title>/, () => String(html`<title>${frame.title}</title>`))
    .replace('</head>', () => `${preloads}<noscript><style>${scriptlessStyle}</style></noscript></head>`)
    .replace(
      '<div id="root"></div>',
      () => `<div id="root">${frame.html.replace('</h1>', `</h1>${withoutScript}`)}</div>`,
    )
    .replace('<template id="finding"></template>', () => `<template id="finding">${finding}</template>`)
    .replace(/<template id="not-loaded">.*?<\/template>/s, () => String(notLoaded))
    .replace(/<noscript>(?!<).*?<\/noscript>/, '')
}

/** Of the scripts in a page. */
function hashesIn(page: string): string[] {
  return [...page.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text = '']) => hashOf(text))
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
