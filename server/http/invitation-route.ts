import { type Context, Hono } from 'hono'
import { parseJson } from '../../shared/parse-json.ts'
import { invitationIn, walletLinkFor } from '../../shared/wallet-link.ts'
import { AppError } from '../errors.ts'
import type { SessionContext } from '../sessions/create-session.ts'
import { getInvitation, type Invitation } from '../sessions/get-invitation.ts'
import { deadInvitationPage, invitationPage } from './pages/invitation-page.ts'
import { answerPage, pageHeaders } from './pages/page.ts'
import { prefersHtml } from './prefers-html.ts'

export interface InvitationRouteDeps {
  readonly services: Pick<SessionContext, 'db' | 'publicUrl' | 'now'>
  /** Of the link "Open in wallet app", without its colon. */
  readonly walletScheme: string
}

const gone = 'The invitation is no longer valid'

/** `/i/<id>`, the invitation as the QR code holds it: JSON for wallets (Aries RFC 0434), a page of help for people. */
export function createInvitationRoute({ services, walletScheme }: InvitationRouteDeps): Hono {
  return new Hono().get('/:id', pageHeaders(services.publicUrl), async (c) => {
    c.header('Vary', 'Accept')
    c.header('Cache-Control', 'no-store')
    const isForPeople = prefersHtml(c.req.header('accept'))
    const invitation = await find(services, c.req.param('id'))
    if (!invitation) return answerDead(c, isForPeople, 404, 'Invitation not found')
    if (!(isForPeople ? invitation.isOpen : invitation.isReadable)) return answerDead(c, isForPeople, 410, gone)
    if (!isForPeople) return answerWallet(c, invitation.invitationUrl)
    const walletLink = walletLinkFor(invitation, walletScheme, c.req.header('user-agent') ?? '')
    const invited = { walletLink, shortUrl: invitation.shortUrl }
    return answerPage(c, (words) => invitationPage(words, invited), { isStored: false })
  })
}

/** Null where there is none of that id. */
async function find(services: InvitationRouteDeps['services'], id: string): Promise<Invitation | null> {
  try {
    return await getInvitation(services, id)
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') return null
    throw error
  }
}

/** The invitation itself; where the platform's address does not hold it, the way there, which RFC 0434 allows as well. */
function answerWallet(c: Context, invitationUrl: string) {
  const encoded = new URLSearchParams(`value=${invitationIn(invitationUrl)?.value ?? ''}`).get('value') ?? ''
  const message = parseJson(Buffer.from(encoded.replaceAll(' ', '+'), 'base64').toString('utf8')) // a plus that was not escaped
  return typeof message === 'object' && message !== null ? c.json(message) : c.redirect(invitationUrl)
}

function answerDead(c: Context, isForPeople: boolean, status: 404 | 410, error: string) {
  return isForPeople
    ? answerPage(c, (words) => deadInvitationPage(words, status), { status, isStored: false })
    : c.json({ error }, status)
}
