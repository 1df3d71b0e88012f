import { z } from 'zod'
import { ByWebhook, ListSessions, ListWebhooks, PageRequest } from '../../shared/admin-inputs.ts'
import { listAudit } from '../admin/list-audit.ts'
import { listSessions } from '../admin/list-sessions.ts'
import { listWebhooks } from '../admin/list-webhooks.ts'
import { readAccount } from '../admin/platform-account.ts'
import { countPurge, purge } from '../admin/purge.ts'
import { ByCommand, listRefused, resendCommand } from '../admin/refused-commands.ts'
import { stats } from '../admin/stats.ts'
import { getWebhookApp, listDeliveries, rotateSecret, sendTestWebhook } from '../admin/webhook-app.ts'
import { webhookDetail } from '../admin/webhook-detail.ts'
import { explainFailure } from '../confirmd/platform-error.ts'
import { AppError } from '../errors.ts'
import { replayWebhook } from '../webhooks/replay-webhook.ts'
import { adminProcedure, procedure, router } from './init.ts'

const none = { limit: 50 }
const Token = z.object({ token: z.string().min(1).max(1024) })
const ToPurge = z.object({ dryRun: z.boolean() })
const Limit = z.object({ limit: z.int().min(1).max(100).default(20) })
const Test = z.object({ eventType: z.string().min(1).max(100).default('Credential') })

/** Tells an operator what the platform itself says of a refusal, beside what it means here. */
const platformProcedure = adminProcedure.use(async ({ next }) => {
  const result = await next()
  if (result.ok || !(result.error.cause instanceof AppError)) return result
  throw new AppError(result.error.cause.code, explainFailure(result.error.cause), { cause: result.error.cause })
})

const platformRouter = router({
  health: adminProcedure.query(({ ctx }) => readAccount(ctx.account)),
  app: platformProcedure.query(({ ctx }) => getWebhookApp(ctx)),
  deliveries: platformProcedure
    .input(Limit.default({ limit: 20 }))
    .query(({ ctx, input }) => listDeliveries(ctx, input.limit)),
  test: platformProcedure
    .input(Test.default({ eventType: 'Credential' }))
    .mutation(({ ctx, input }) => sendTestWebhook(ctx, input.eventType)),
  rotate: platformProcedure.mutation(({ ctx }) => rotateSecret(ctx, ctx.operator)),
})

export const adminRouter = router({
  login: procedure.input(Token).mutation(({ ctx, input }) => ctx.visitor.signIn(input.token)),
  logout: procedure.mutation(({ ctx }) => ctx.visitor.signOut()),
  stats: adminProcedure.query(({ ctx }) => stats(ctx)),
  watchStats: adminProcedure.subscription(({ ctx, signal }) => ctx.watchStats(signal ?? new AbortController().signal)),
  webhooks: adminProcedure.input(ListWebhooks.default(none)).query(({ ctx, input }) => listWebhooks(ctx, input)),
  webhook: adminProcedure.input(ByWebhook).query(({ ctx, input }) => webhookDetail(ctx, input, ctx.operator)),
  replay: adminProcedure
    .input(ByWebhook)
    .mutation(({ ctx, input }) => replayWebhook(ctx, input.webhookId, ctx.operator)),
  sessions: adminProcedure.input(ListSessions.default(none)).query(({ ctx, input }) => listSessions(ctx, input)),
  refused: adminProcedure.input(PageRequest.default(none)).query(({ ctx, input }) => listRefused(ctx, input)),
  resend: adminProcedure.input(ByCommand).mutation(({ ctx, input }) => resendCommand(ctx, input, ctx.operator)),
  purge: adminProcedure
    .input(ToPurge)
    .mutation(({ ctx, input }) => (input.dryRun ? countPurge(ctx) : purge(ctx, ctx.operator))),
  refusals: adminProcedure.query(({ ctx }) => ctx.refusals.list()),
  audit: adminProcedure.input(PageRequest.default(none)).query(({ ctx, input }) => listAudit(ctx, input)),
  platform: platformRouter,
})
