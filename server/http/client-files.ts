import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { Hono } from 'hono'
import { chunksOf, entryOf, type Manifest, readManifest } from './build-manifest.ts'
import { type PageSettings, withSettings } from './page-settings.ts'
import type { IntroFiles } from './pages/student-pages.ts'
import { answerFile, type ReadyFile, toReadyFile } from './ready-file.ts'
import { createWizardPages, type WizardPages, wizardFile } from './wizard-pages.ts'

const forEver = 'public, max-age=31536000, immutable'
const asked = 'no-cache'

export interface ClientFiles {
  readonly routes: Hono
  /** Of the scripts and styles that stand in the pages themselves: what a security policy must name to allow them. */
  readonly hashes: WizardPages['hashes']
  /** What the first page names, which is made by the server. */
  readonly intro: IntroFiles
  /** Compresses what will be asked for, one after the other, so that nobody waits for it; beside what this thread does. */
  compress(): Promise<void>
}

/**
 * The built client: hashed assets for ever, the page itself, with `settings` in it, never from a cache unasked. All of it is
 * read at once and compressed once: a request opens no file.
 *
 * @throws Error that says what builds them, where they have not been built.
 */
export function createClientFiles(directory: string, settings: PageSettings): ClientFiles {
  if (!existsSync(join(directory, wizardFile)))
    throw new Error(
      `There are no built pages in ${directory}: run "npm start", which builds them and starts the server.`,
    )
  const files = readFiles(directory)
  const consoles = createConsolePages(directory, settings)
  const { answer, codeFor, hashes } = createWizardPages(directory, settings)
  const routes = new Hono().get('/*', (c) => {
    const file = files.get(c.req.path) ?? consoles.get(c.req.path.split('/')[1] ?? '')
    return file ? answerFile(c, file) : answer(c)
  })
  return {
    routes,
    hashes,
    intro: { script: `/${entryOf(readManifest(directory, 'intro.ts.json'))?.file}`, ahead: codeFor },
    async compress() {
      for (const file of [...files.values(), ...consoles.values()]) await file.compressed?.()
    },
  }
}

/** The build's files by their path; not the pages, which are made, nor what begins with a dot, which is the server's. */
function readFiles(directory: string): ReadonlyMap<string, ReadyFile> {
  const files = new Map<string, ReadyFile>()
  for (const entry of readdirSync(directory, { withFileTypes: true, recursive: true })) {
    const file = join(entry.parentPath, entry.name)
    const path = `/${relative(directory, file).split(sep).join('/')}`
    if (!entry.isFile() || path.endsWith('.html') || path.includes('/.')) continue
    files.set(path, toReadyFile(path, readFileSync(file), path.startsWith('/assets/') ? forEver : asked))
  }
  return files
}

/** Where the code of each console is, by the first word of its path. */
const consolePages: ReadonlyMap<string, string> = new Map([
  ['qa', 'qa/qa-page.tsx'],
  ['admin', 'admin/admin-page.tsx'],
  ['wallet', 'wallet/wallet-page.tsx'],
])

/**
 * The page of each console by the first word of its path, with links to the code that it loads first, so that the browser need
 * not run the page to find out which that is.
 */
function createConsolePages(directory: string, settings: PageSettings): ReadonlyMap<string, ReadyFile> {
  const manifest = readManifest(directory, 'manifest.json')
  const html = withSettings(readFileSync(join(directory, 'index.html'), 'utf8'), settings)
  const toPage = (source: string) => toReadyFile('index.html', Buffer.from(withLinks(html, manifest, source)), asked)
  return new Map([...consolePages].map(([name, source]) => [name, toPage(source)]))
}

function withLinks(html: string, manifest: Manifest, source: string): string {
  const links = chunksOf(manifest, source).flatMap(({ file, css }) => [
    ...(html.includes(file) ? [] : [`<link rel="modulepreload" href="/${file}">`]),
    ...css.filter((sheet) => !html.includes(sheet)).map((sheet) => `<link rel="stylesheet" href="/${sheet}">`),
  ])
  return html.replace('</head>', `${links.join('')}</head>`)
}
