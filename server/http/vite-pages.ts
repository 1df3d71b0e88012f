import type { RequestListener } from 'node:http'
import type { ConfirmdMode } from '../env.ts'
import { confirmdMode } from './client-files.ts'

const served = /^\/(api|trpc|simulator(?!\/invitation$)|metrics|healthz|readyz|admin\/sign-in)(\/|$|\?)/

/**
 * For development: the pages straight from their sources, reloading as they change, and `app` for everything else.
 */
export async function createVitePages(app: RequestListener, mode: ConfirmdMode): Promise<RequestListener> {
  const { createServer } = await import('vite')
  const vite = await createServer({
    configLoader: 'native', // bundling it would write a file that `node --watch` takes for a change, for ever
    server: { middlewareMode: true, hmr: { host: 'localhost' } },
    appType: 'spa',
    plugins: [{ name: 'confirmd-mode', transformIndexHtml: (html) => confirmdMode(html, mode) }],
  })
  return (request, response) => {
    if (served.test(request.url ?? '')) app(request, response)
    else vite.middlewares(request, response)
  }
}
