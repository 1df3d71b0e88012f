import { z } from 'zod'
import { PageRequest } from '../../shared/admin-page.ts'
import { ListSessions } from '../../shared/admin-session.ts'
import { ByWebhook, ListWebhooks } from '../../shared/admin-webhook.ts'
import { adminProcedure, procedure, router } from './init.ts'
import { platformRouter } from './platform.ts'

const none = { limit: 50 }

export const adminRouter = router({
  login: procedure
    .input(z.object({ token: z.string().min(1).max(1024) }))
    .mutation(({ ctx, input }) => ctx.visitor.signIn(input.token)),
  logout: procedure.mutation(({ ctx }) => ctx.visitor.signOut()),
  stats: adminProcedure.query(({ ctx }) => ctx.admin.stats()),
  watchStats: adminProcedure.subscription(({ ctx, signal }) =>
    ctx.admin.watchStats(signal ?? new AbortController().signal),
  ),
  webhooks: adminProcedure.input(ListWebhooks.default(none)).query(({ ctx, input }) => ctx.admin.webhooks(input)),
  webhook: adminProcedure.input(ByWebhook).query(({ ctx, input }) => ctx.admin.webhook(input.webhookId, ctx.operator)),
  replay: adminProcedure.input(ByWebhook).mutation(({ ctx, input }) => ctx.admin.replay(input.webhookId, ctx.operator)),
  sessions: adminProcedure.input(ListSessions.default(none)).query(({ ctx, input }) => ctx.admin.sessions(input)),
  purge: adminProcedure
    .input(z.object({ dryRun: z.boolean() }))
    .mutation(({ ctx, input }) => ctx.admin.purge(input.dryRun, ctx.operator)),
  audit: adminProcedure.input(PageRequest.default(none)).query(({ ctx, input }) => ctx.admin.audit(input)),
  platform: platformRouter,
})
