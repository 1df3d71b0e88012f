import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { Language } from '../../../shared/messages/languages.ts'
import { readReference } from '../../../shared/reference.ts'
import type { RequestType } from '../../../shared/session-status.ts'
import { isSensitive, type PortalRequest } from '../../sessions/portal.ts'
import type { PageSettings } from '../page-settings.ts'
import { type HelpContact, helpPage } from './help-page.ts'
import { introPage } from './intro-page.ts'
import { answerPage, pageHeaders } from './page.ts'

/** Files of the built wizard that the first page names. */
export interface IntroFiles {
  /** Sends a student back to where they were. */
  readonly script: string
  /** What the next page needs in a language: fetched while the first one is read. */
  readonly ahead: (language: Language) => readonly string[]
}

export interface StudentPagesDeps {
  readonly publicUrl: string
  readonly pageSettings: PageSettings
  readonly helpContact: HelpContact
  /** Absent where the pages have not been built. */
  readonly introFiles?: IntroFiles | undefined
  /** What a portal has sent the browser here for; absent where no portal may. */
  readonly portalOf?: ((c: Context) => Promise<PortalRequest | null>) | undefined
}

/** The first page and the help: complete as they come, read without a script. */
export function createStudentPages(deps: StudentPagesDeps): Hono {
  const { publicUrl, pageSettings, helpContact, introFiles, portalOf } = deps
  const headIn = (language: Language) =>
    introFiles &&
    html`<script type="module" src="${introFiles.script}"></script>${introFiles
      .ahead(language)
      .map((href) => html`<link rel="prefetch" href="${href}" as="script">`)}`
  return new Hono()
    .get('/', (c) => c.redirect('/register/intro'))
    .get('/register', (c) => c.redirect('/register/intro'))
    .get('/help', pageHeaders(publicUrl), (c) =>
      answerPage(c, (words) => helpPage(words, helpContact, readReference(c.req.query('reference') ?? ''))),
    )
    .get('/register/intro', pageHeaders(publicUrl, true), async (c) => {
      const session = c.req.query('session')
      if (session !== undefined) return c.redirect(`/register/connect?session=${encodeURIComponent(session)}`)
      const portal = (await portalOf?.(c)) ?? null
      const typeInAddress = c.req.query('type')
      const requestType: RequestType =
        portal?.requestType ?? (typeInAddress === 'authentication' ? 'authentication' : 'registration')
      const audience = portal ? (isSensitive(portal) ? 'sensitive' : 'portal') : 'attributes'
      const intro = {
        requestType,
        typeInAddress,
        portalName: portal?.clientName ?? null,
        asked: pageSettings.asked[requestType][audience],
        privacy: pageSettings.privacy,
        address: new URL(c.req.url),
      }
      return answerPage(c, (words) => introPage(words, intro, headIn(words.language)))
    })
}
