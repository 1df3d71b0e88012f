import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { z } from 'zod'
import { type PageSettings, withSettings } from './page-settings.ts'

/** Pages that the client's own router knows; any other path is not found, and its page says so. */
const page = /^\/(register(\/.*)?|admin(\/.*)?|qa(\/.*)?|wallet)?$/

/** The built client: hashed assets for ever, the page itself, with `settings` in it, never from a cache. */
export function createClientFiles(directory: string, settings: PageSettings): Hono {
  const html = withSettings(readFileSync(join(directory, 'index.html'), 'utf8'), settings)
  const withLinksFor = createPreloadLinks(directory, html)
  return new Hono()
    .use(compress())
    .use('/assets/*', async (c, next) => {
      await next()
      if (c.res.ok) c.header('Cache-Control', 'public, max-age=31536000, immutable')
    })
    .use('/*', serveStatic({ root: directory, index: 'there-is-no-index-file' }))
    .get('/*', (c) =>
      c.html(withLinksFor(c.req.path), page.test(c.req.path) ? 200 : 404, { 'Cache-Control': 'no-cache' }),
    )
}

const Chunk = z.object({
  file: z.string(),
  imports: z.array(z.string()).default([]),
  css: z.array(z.string()).default([]),
})
/** https://vite.dev/guide/backend-integration */
const Manifest = z.record(z.string(), Chunk)
type Manifest = z.infer<typeof Manifest>

/** Pages that are loaded when first opened, by the first word of their path. */
const pagesLoadedLater: ReadonlyMap<string, string> = new Map([
  ['qa', 'qa/qa-page.tsx'],
  ['admin', 'admin/admin-page.tsx'],
])

/**
 * Answers a page with links to the code that it loads first, so that the browser need not run the page to find out which
 * that is. Reads what the build has written once.
 */
function createPreloadLinks(directory: string, html: string): (path: string) => string {
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(directory, '.vite', 'manifest.json'), 'utf8')))
  const ready = new Map([...pagesLoadedLater].map(([name, source]) => [name, withLinks(html, manifest, source)]))
  return (path) => ready.get(path.split('/')[1] ?? '') ?? html
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
