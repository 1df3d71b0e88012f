import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { Hono } from 'hono'
import { z } from 'zod'
import { type PageSettings, withSettings } from './page-settings.ts'
import type { IntroFiles } from './pages/student-pages.ts'
import { answerFile, type ReadyFile, toReadyFile } from './ready-file.ts'

/** Pages that the client's own routers know; any other path is not found, and its page says so. */
const page = /^\/(register\/.*|admin(\/.*)?|qa(\/.*)?|wallet)$/
/** The built page of the student's wizard; that of the consoles is `index.html`. */
const wizardFile = 'register.html'
const forEver = 'public, max-age=31536000, immutable'
const asked = 'no-cache'

export interface ClientFiles {
  readonly routes: Hono
  /** Of the scripts that stand in the pages themselves: what a security policy must name to allow them. */
  readonly scriptHashes: readonly string[]
  /** What the first page names, which is made by the server. */
  readonly intro: IntroFiles
}

/**
 * The built client: hashed assets for ever, the page itself, with `settings` in it, never from a cache unasked. All of it is
 * read and compressed once: a request opens no file and compresses nothing.
 *
 * @throws Error that says what builds them, where they have not been built.
 */
export function createClientFiles(directory: string, settings: PageSettings): ClientFiles {
  if (!existsSync(join(directory, wizardFile)))
    throw new Error(
      `There are no built pages in ${directory}: run "npm start", which builds them and starts the server.`,
    )
  const pageFor = createPages(directory, settings)
  const files = readFiles(directory)
  const routes = new Hono().get('/*', (c) => {
    const file = files.get(c.req.path)
    return file ? answerFile(c, file) : answerFile(c, pageFor(c.req.path), page.test(c.req.path) ? 200 : 404)
  })
  return {
    routes,
    scriptHashes: hashScripts(readFileSync(join(directory, wizardFile), 'utf8')),
    intro: readIntroFiles(directory),
  }
}

function hashScripts(html: string): string[] {
  const scripts = html.matchAll(/<script>(.*?)<\/script>/gs)
  return [...scripts].map(([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`)
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

const Chunk = z.object({
  file: z.string(),
  imports: z.array(z.string()).default([]),
  css: z.array(z.string()).default([]),
  isEntry: z.boolean().default(false),
})
/** https://vite.dev/guide/backend-integration */
const Manifest = z.record(z.string(), Chunk)
type Manifest = z.infer<typeof Manifest>

function readIntroFiles(directory: string): IntroFiles {
  const [intro] = Object.values(readManifest(directory, 'intro.ts.json'))
  const wizard = Object.values(readManifest(directory, 'register.html.json')).find(({ isEntry }) => isEntry)
  return {
    script: `/${intro?.file}`,
    ahead: [
      { href: `/${wizard?.file}`, as: 'script' },
      ...(wizard?.css ?? []).map((sheet) => ({ href: `/${sheet}`, as: 'style' as const })),
    ],
  }
}

function readManifest(directory: string, name: string): Manifest {
  return Manifest.parse(JSON.parse(readFileSync(join(directory, '.vite', name), 'utf8')))
}

/** Where the code of each console is, by the first word of its path. */
const consolePages: ReadonlyMap<string, string> = new Map([
  ['qa', 'qa/qa-page.tsx'],
  ['admin', 'admin/admin-page.tsx'],
  ['wallet', 'wallet/wallet-page.tsx'],
])

/**
 * The page for a path, the wizard's where it is no console's; a console's with links to the code that it loads first, so that
 * the browser need not run the page to find out which that is. Reads what the build has written once.
 */
function createPages(directory: string, settings: PageSettings): (path: string) => ReadyFile {
  const read = (name: string) => withSettings(readFileSync(join(directory, name), 'utf8'), settings)
  const toPage = (text: string) => toReadyFile('index.html', Buffer.from(text), asked)
  const manifest = readManifest(directory, 'manifest.json')
  const html = read('index.html')
  const wizard = toPage(read(wizardFile))
  const consoles = new Map([...consolePages].map(([name, source]) => [name, toPage(withLinks(html, manifest, source))]))
  return (path) => consoles.get(path.split('/')[1] ?? '') ?? wizard
}

function withLinks(html: string, manifest: Manifest, source: string): string {
  const links = chunksOf(manifest, source).flatMap(({ file, css }) => [
    ...(html.includes(file) ? [] : [`<link rel="modulepreload" href="/${file}">`]),
    ...css.filter((sheet) => !html.includes(sheet)).map((sheet) => `<link rel="stylesheet" href="/${sheet}">`),
  ])
  return html.replace('</head>', `${links.join('')}</head>`)
}

/** A chunk and all that it imports, each once. */
function chunksOf(manifest: Manifest, source: string, known = new Set<string>()): z.infer<typeof Chunk>[] {
  const chunk = manifest[source]
  if (!chunk || known.has(source)) return []
  known.add(source)
  return [chunk, ...chunk.imports.flatMap((name) => chunksOf(manifest, name, known))]
}
