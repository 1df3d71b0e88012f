import { Hono } from 'hono'
import { html } from 'hono/html'
import type { SessionContext } from '../../sessions/create-session.ts'
import { getNotice, type Notice } from '../../sessions/get-notice.ts'
import { answerPage, type Page, pageHeaders } from './page.ts'
import type { Words } from './words.ts'

export interface NoticeRouteDeps {
  readonly services: Pick<SessionContext, 'db' | 'publicUrl'> & { readonly notice: Notice }
}

const largestVersion = 2_147_483_647

/** `/privacy`, the notice that holds now, and `/privacy/<version>` for those before it: plain pages, for paper too. */
export function createNoticeRoute({ services }: NoticeRouteDeps): Hono {
  return new Hono()
    .use(pageHeaders(services.publicUrl))
    .get('/', (c) => answerPage(c, (words) => noticePage(words, services.notice, true)))
    .get('/:version{[1-9][0-9]{0,9}}', async (c) => {
      const version = Number(c.req.param('version'))
      if (version > largestVersion) return c.json({ error: 'Not found' }, 404)
      const isPresent = version === services.notice.version
      const notice = isPresent ? services.notice : await getNotice(services, version)
      return answerPage(c, (words) => noticePage(words, notice, isPresent))
    })
}

/** The notice itself is the operator's, in the language that they have written it in: English, unless they say otherwise. */
function noticePage({ language, words, say }: Words, { version, text, since }: Notice, isPresent: boolean): Page {
  const { notice } = words
  const dateIn = new Intl.DateTimeFormat([`${language}-NG`, 'en-NG'], { dateStyle: 'long', timeZone: 'Africa/Lagos' })
  const before = html` ${say(notice.before)} <a href="/privacy">${say(notice.present)}</a>.`
  return {
    title: notice.heading,
    content: html`<p class="quiet">${say(notice.since({ version, date: dateIn.format(since) }))}${isPresent ? '' : before}</p>
<section lang="en">${text.split(/\n\s*\n/).map(toBlock)}</section>
<a class="button" href="/register/intro">${say(notice.back)}</a>`,
  }
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
