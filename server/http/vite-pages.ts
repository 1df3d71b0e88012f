import type { RequestListener } from 'node:http'
import { confirmdMode } from './confirmd-mode.ts'

const served = /^\/(api|trpc|simulator(?!\/invitation$)|healthz|readyz)(\/|$|\?)/

/**
 * For development: the pages straight from their sources, reloading as they change, and `app` for everything else.
 */
export async function createVitePages(app: RequestListener, mode: 'simulator' | 'platform'): Promise<RequestListener> {
  const { createServer } = await import('vite')
  const vite = await createServer({
    server: { middlewareMode: true, ws: false },
    appType: 'spa',
    plugins: [{ name: 'confirmd-mode', transformIndexHtml: (html) => confirmdMode(html, mode) }],
  })
  return (request, response) => {
    if (served.test(request.url ?? '')) app(request, response)
    else vite.middlewares(request, response)
  }
}
