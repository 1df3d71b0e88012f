import type { MiddlewareHandler } from 'hono'
import { html } from 'hono/html'
import type { OwnHost } from './own-host.ts'
import { pageHeaders, plainPage } from './pages/page.ts'
import { languageOf, type Words } from './pages/words.ts'
import { prefersHtml } from './prefers-html.ts'

/** Pages, and what they call. Health, metrics, webhooks and invitations are asked for under other names too. */
const guarded = /^\/((help|register|admin|qa|wallet|trpc|api\/connections)(\/.*)?)?$/

/** Answers whoever opens a page under a name that is not this server's with one that says so: there, nothing would work. */
export function explainOtherHosts(ownHost: OwnHost, publicUrl: string): MiddlewareHandler {
  const headers = pageHeaders('')
  const pageIn = ({ words: { notSetUp }, say }: Words) => ({
    title: notSetUp.heading,
    content: html`<p>${say(notSetUp.text)}</p>
<p><a class="button" href="${publicUrl}/register/intro">${say(notSetUp.go({ host: new URL(publicUrl).host }))}</a></p>
<section class="card" lang="en"><h2>Is this server yours?</h2><p>Start it with <strong>PUBLIC_URL</strong> set to the address that people open, as it
stands in their browser up to the first slash. It is ${publicUrl} now. Behind a proxy, let the proxy pass
<strong>Host</strong> on.</p></section>`,
  })
  return async (c, next) => {
    if (!guarded.test(c.req.path) || !prefersHtml(c.req.header('accept')) || ownHost.of(c.req.header('host')) !== null)
      return next()
    await headers(c, async () => undefined)
    return c.html(plainPage(languageOf(c), pageIn), 403, { 'Cache-Control': 'no-store' })
  }
}
