import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import type { ConfirmdMode } from '../env.ts'
import { confirmdMode } from './confirmd-mode.ts'
import { createPageCode } from './page-code.ts'

/** Pages that the client's own router knows; any other path is not found, and its page says so. */
const page = /^\/(register(\/.*)?|admin(\/.*)?|qa(\/.*)?|wallet)?$/

/** The built client: hashed assets for ever, the page itself never from a cache. */
export function createClientFiles(directory: string, mode: ConfirmdMode): Hono {
  const html = confirmdMode(readFileSync(join(directory, 'index.html'), 'utf8'), mode)
  const withCode = createPageCode(directory, html)
  return new Hono()
    .use(compress())
    .use('/assets/*', async (c, next) => {
      await next()
      if (c.res.ok) c.header('Cache-Control', 'public, max-age=31536000, immutable')
    })
    .use('/*', serveStatic({ root: directory, index: 'there-is-no-index-file' }))
    .get('/*', (c) => c.html(withCode(c.req.path), page.test(c.req.path) ? 200 : 404, { 'Cache-Control': 'no-cache' }))
}
