import type { RequestListener } from 'node:http'
import { Hono } from 'hono'
import type { ClientFiles } from './client-files.ts'
import { type PageSettings, withSettings } from './page-settings.ts'

const served =
  /^\/(api|trpc|simulator(?!\/invitation$)|metrics|healthz|readyz|i|help|privacy|register\/intro|admin\/sign-in)?(\/|$|\?)/

/** What the pages that the server makes itself name of the sources. */
export function sourceFiles(): ClientFiles {
  return {
    routes: new Hono(),
    hashes: { scripts: [], styles: [] },
    intro: { script: '/register/intro.ts', ahead: () => [] },
    compress: async () => undefined,
  }
}

/** The student's wizard, which has a page of its own; not the sources that it loads. */
const wizard = /^\/register\/[^/.]*(\?|$)/

/**
 * For development: the pages straight from their sources, reloading as they change, and `app` for everything else.
 */
export async function createVitePages(app: RequestListener, settings: PageSettings): Promise<RequestListener> {
  const { createServer } = await import('vite')
  const vite = await createServer({
    configLoader: 'native', // bundling it would write a file that `node --watch` takes for a change, for ever
    server: { middlewareMode: true, hmr: { host: 'localhost' } },
    appType: 'spa',
    plugins: [{ name: 'page-settings', transformIndexHtml: (html) => withSettings(html, settings) }],
  })
  return (request, response) => {
    if (served.test(request.url ?? '')) return app(request, response)
    if (wizard.test(request.url ?? '')) request.url = '/register.html'
    vite.middlewares(request, response)
  }
}
