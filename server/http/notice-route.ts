import { Hono } from 'hono'
import { html } from 'hono/html'
import { secureHeaders } from 'hono/secure-headers'
import type { SessionContext } from '../sessions/create-session.ts'
import { getNotice, type Notice } from '../sessions/get-notice.ts'
import { plainPage, plainPagePolicy } from './invitation-page.ts'

export interface NoticeRouteDeps {
  readonly services: Pick<SessionContext, 'db' | 'publicUrl'> & { readonly notice: Notice }
}

const largestVersion = 2_147_483_647
const date = new Intl.DateTimeFormat('en-NG', { dateStyle: 'long', timeZone: 'Africa/Lagos' })

/** `/privacy`, the notice that holds now, and `/privacy/<version>` for those before it: plain pages, for paper too. */
export function createNoticeRoute({ services }: NoticeRouteDeps): Hono {
  const strictTransportSecurity = services.publicUrl.startsWith('https:')
  const headers = secureHeaders({
    contentSecurityPolicy: plainPagePolicy,
    xFrameOptions: 'DENY',
    strictTransportSecurity,
  })
  return new Hono()
    .use(headers)
    .get('/', (c) => c.html(noticePage(services.notice, true), 200, { 'Cache-Control': 'no-cache' }))
    .get('/:version{[1-9][0-9]{0,9}}', async (c) => {
      const version = Number(c.req.param('version'))
      const isPresent = version === services.notice.version
      if (version > largestVersion) return c.json({ error: 'Not found' }, 404)
      return c.html(noticePage(isPresent ? services.notice : await getNotice(services, version), isPresent))
    })
}

function noticePage({ version, text, since }: Notice, isPresent: boolean) {
  return plainPage(
    'How your details are used',
    html`<p class="quiet">Privacy notice ${version}, since ${date.format(since)}.${isPresent ? '' : html` It holds no more: <a href="/privacy">read the present one</a>.`}</p>
${text.split(/\n\s*\n/).map(toBlock)}
<p class="button-row"><a class="button" href="/register/intro">Back to registration</a></p>`,
  )
}

/** A heading, a list or a paragraph: see `default-notice.ts`. */
function toBlock(block: string) {
  const lines = block.split('\n').flatMap((line) => line.trim() || [])
  const items = lines.flatMap((line) => (line.startsWith('- ') ? line.slice(2) : []))
  if (lines.length === 0) return ''
  if (lines[0]?.startsWith('# ')) return html`<h2>${lines.join(' ').slice(2)}</h2>`
  return items.length === lines.length
    ? html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`
    : html`<p>${lines.join(' ')}</p>`
}
