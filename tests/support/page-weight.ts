import { extname } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'

/**
 * Adds up the scripts and style sheets that a page loads from now on, each once, from the server at `origin`. As gzip makes
 * them: a browser that has fetched one ahead does not tell, and a server may do better.
 */
export function weighPage(page: Page, origin: string) {
  const files = new Map<string, Promise<number>>()
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (!['.js', '.css'].includes(extname(pathname)) || files.has(pathname)) return
    files.set(pathname, sizeOf(new URL(pathname, origin)))
  })
  return {
    /** Bytes of those that end so, such as `.js`. */
    async total(extension: string): Promise<number> {
      const matching = [...files].filter(([pathname]) => extname(pathname) === extension)
      return (await Promise.all(matching.map(([, bytes]) => bytes))).reduce((sum, bytes) => sum + bytes, 0)
    },
    /** Which they were. */
    names: () => [...files.keys()].join(', '),
  }
}

async function sizeOf(url: URL): Promise<number> {
  return gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length
}
