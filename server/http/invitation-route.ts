import { type Context, Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { parseJson } from '../../shared/parse-json.ts'
import { invitationIn, walletLinkFor } from '../../shared/wallet-link.ts'
import { AppError } from '../errors.ts'
import type { SessionContext } from '../sessions/create-session.ts'
import { getInvitation, type Invitation } from '../sessions/get-invitation.ts'
import { deadInvitationPage, invitationPage, plainPagePolicy } from './invitation-page.ts'
import { prefersHtml } from './prefers-html.ts'

export interface InvitationRouteDeps {
  readonly services: Pick<SessionContext, 'db' | 'publicUrl' | 'now'>
  /** Of the link "Open in wallet app", without its colon. */
  readonly walletScheme: string
}

const gone = 'The invitation is no longer valid'

/** `/i/<id>`, the invitation as the QR code holds it: JSON for wallets (Aries RFC 0434), a page of help for people. */
export function createInvitationRoute({ services, walletScheme }: InvitationRouteDeps): Hono {
  const strictTransportSecurity = services.publicUrl.startsWith('https:')
  const headers = secureHeaders({
    contentSecurityPolicy: plainPagePolicy,
    xFrameOptions: 'DENY',
    strictTransportSecurity,
  })
  return new Hono().get('/:id', headers, async (c) => {
    c.header('Vary', 'Accept')
    c.header('Cache-Control', 'no-store')
    const isForPeople = prefersHtml(c.req.header('accept'))
    const invitation = await find(services, c.req.param('id'))
    if (!invitation) return answerDead(c, isForPeople, 404, 'Invitation not found')
    if (!(isForPeople ? invitation.isOpen : invitation.isReadable)) return answerDead(c, isForPeople, 410, gone)
    if (!isForPeople) return answerWallet(c, invitation.invitationUrl)
    const walletLink = walletLinkFor(invitation, walletScheme, c.req.header('user-agent') ?? '')
    return c.html(invitationPage({ walletLink, shortUrl: invitation.shortUrl }))
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
  return isForPeople ? c.html(deadInvitationPage(status), status) : c.json({ error }, status)
}
