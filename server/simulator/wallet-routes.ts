import { Hono } from 'hono'
import { z } from 'zod'
import { fromOwnPages } from './from-own-pages.ts'
import { readBody } from './read-body.ts'
import type { Wallet } from './wallet.ts'

/** An address or JSON as text, or the JSON itself. */
const InvitationBody = z
  .object({ invitation: z.union([z.string(), z.record(z.string(), z.unknown())]) })
  .transform(({ invitation }) => (typeof invitation === 'string' ? invitation : JSON.stringify(invitation)))

/** What the simulated wallet's page calls. Open to whoever reaches the server, so closed to other sites' pages. */
export function createWalletRoutes(wallet: Wallet): Hono {
  return new Hono()
    .use('*', fromOwnPages)
    .post('/invitations', async (c) => c.json(wallet.preview(await readBody(c, InvitationBody))))
    .post('/connections', async (c) => c.json(await wallet.accept(await readBody(c, InvitationBody)), 201))
    .post('/decline-invitation', async (c) => c.json(await wallet.declineInvitation(await readBody(c, InvitationBody))))
    .get('/connections/:id', (c) => c.json(wallet.view(c.req.param('id'))))
    .post('/connections/:id/share', async (c) => c.json(await wallet.share(c.req.param('id'))))
    .post('/connections/:id/decline-proof', async (c) => c.json(await wallet.declineProof(c.req.param('id'))))
    .post('/connections/:id/receive', async (c) => c.json(await wallet.receive(c.req.param('id'))))
    .post('/connections/:id/decline-offer', async (c) => c.json(await wallet.declineOffer(c.req.param('id'))))
    .post('/connections/:id/go-silent', async (c) => c.json(await wallet.goSilent(c.req.param('id'))))
}
