import { Hono, type MiddlewareHandler } from 'hono'
import { z } from 'zod'
import { readBody } from './bodies.ts'
import {
  acceptInvitation,
  answer,
  declineInvitation,
  goSilent,
  previewInvitation,
  viewConnection,
  type WalletContext,
  walletAnswers,
} from './wallet.ts'

/** A URL or JSON as text, or the JSON itself. */
const InvitationText = z
  .union([z.string(), z.record(z.string(), z.unknown())])
  .transform((invitation) => (typeof invitation === 'string' ? invitation : JSON.stringify(invitation)))
const InvitationBody = z.object({ invitation: InvitationText })
/** `reuse`: by the connection that the wallet has. */
const AcceptBody = z.object({ invitation: InvitationText, reuse: z.boolean().optional() })

/** What the simulated wallet's page calls. Open to whoever reaches the server, so closed to other sites' pages. */
export function createWalletRoutes(ctx: WalletContext): Hono {
  const routes = new Hono()
    .use('*', fromOwnPages)
    .post('/invitations', async (c) => {
      const { invitation } = await readBody(c, InvitationBody)
      return c.json(await previewInvitation(ctx, invitation))
    })
    .post('/connections', async (c) => {
      const { invitation, reuse } = await readBody(c, AcceptBody)
      return c.json(await acceptInvitation(ctx, invitation, reuse), 201)
    })
    .post('/decline-invitation', async (c) => {
      const { invitation } = await readBody(c, InvitationBody)
      return c.json(await declineInvitation(ctx, invitation))
    })
    .get('/connections/:id', (c) => c.json(viewConnection(ctx, c.req.param('id'))))
    .post('/connections/:id/go-silent', async (c) => c.json(await goSilent(ctx, c.req.param('id'))))
  for (const [name, given] of Object.entries(walletAnswers))
    routes.post(`/connections/:id/${name}`, async (c) => c.json(await answer(ctx, c.req.param('id'), given)))
  return routes
}

/**
 * Refuses what another site's page makes a browser send (403) and bodies that are not JSON (415), which a plain
 * form could send. Callers that are no browsers pass: they send neither `Sec-Fetch-Site` nor `Origin`.
 */
const fromOwnPages: MiddlewareHandler = async (c, next) => {
  const site = c.req.header('sec-fetch-site') ?? 'none'
  if (!['same-origin', 'none'].includes(site)) return c.json({ error: 'Cross-site request refused' }, 403)
  const origin = c.req.header('origin')
  if (origin !== undefined && hostOf(origin) !== c.req.header('host'))
    return c.json({ error: 'Cross-site request refused' }, 403)
  const type = c.req.header('content-type')
  if (c.req.method === 'POST' && type !== undefined && !/^application\/json\s*(;|$)/i.test(type))
    return c.json({ error: 'Only JSON is taken' }, 415)
  return next()
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}
