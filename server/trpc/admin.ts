import { z } from 'zod'
import {
  ByWebhook,
  CountWebhooks,
  ListSessions,
  ListWebhooks,
  PageRequest,
  ReplaySelection,
  ShowWebhook,
} from '../../shared/admin-inputs.ts'
import { NoteIncident, TellIncident } from '../../shared/incident.ts'
import { countWebhooks } from '../admin/count-webhooks.ts'
import { find, ToFind } from '../admin/find.ts'
import { FunnelRange, funnel } from '../admin/funnel.ts'
import { listIncidents, noteIncident, tellIncident } from '../admin/incidents.ts'
import { listAudit } from '../admin/list-audit.ts'
import { listDisclosures } from '../admin/list-disclosures.ts'
import { listSessions } from '../admin/list-sessions.ts'
import { listWebhooks } from '../admin/list-webhooks.ts'
import { readAccount } from '../admin/platform-account.ts'
import { countPurge, purge } from '../admin/purge.ts'
import { ByCommand, listRefused, resendCommand } from '../admin/refused-commands.ts'
import { listReplays, previewSelection, startReplay } from '../admin/replay-selection.ts'
import { readRotation } from '../admin/rotation.ts'
import { stats } from '../admin/stats.ts'
import { eraseSubject } from '../admin/subject/erase-subject.ts'
import { BySubject, exportSubject, previewSubject } from '../admin/subject/subject-requests.ts'
import { ForHours, traffic } from '../admin/traffic.ts'
import { getWebhookApp, listDeliveries, rotateSecret, sendTestWebhook } from '../admin/webhook-app.ts'
import { webhookDetail } from '../admin/webhook-detail.ts'
import { explainFailure } from '../confirmd/platform-error.ts'
import { AppError } from '../errors.ts'
import { cancelReplay } from '../webhooks/replay-many.ts'
import { replayWebhook } from '../webhooks/replay-webhook.ts'
import { adminProcedure, procedure, router } from './init.ts'

const none = { limit: 50 }
const Token = z.object({ token: z.string().min(1).max(1024) })
const ByJob = z.object({ id: z.int().positive() })
/** One browser, by the mark that the list gives it; every one where it is null. */
const BySignIn = z.object({ mark: z.string().min(8).max(64).nullable() })
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
  rotation: adminProcedure.query(({ ctx }) => readRotation(ctx)),
  rotate: platformProcedure.mutation(({ ctx }) => rotateSecret(ctx, ctx.operator)),
})

const replaysRouter = router({
  preview: adminProcedure.input(ReplaySelection).query(({ ctx, input }) => previewSelection(ctx, input)),
  start: adminProcedure.input(ReplaySelection).mutation(({ ctx, input }) => startReplay(ctx, input, ctx.operator)),
  list: adminProcedure.query(({ ctx }) => listReplays(ctx)),
  cancel: adminProcedure.input(ByJob).mutation(({ ctx, input }) => cancelReplay(ctx, input.id, ctx.operator)),
})

const operatorsRouter = router({
  me: adminProcedure.query(({ ctx }) => ({ name: ctx.operator.by })),
  list: adminProcedure.query(({ ctx }) => ctx.access.signIns(ctx.operator)),
  signOut: adminProcedure.input(BySignIn).mutation(({ ctx, input }) => ctx.access.endSignIns(ctx.operator, input.mark)),
})

const incidentsRouter = router({
  list: adminProcedure.query(({ ctx }) => listIncidents(ctx)),
  note: adminProcedure.input(NoteIncident).mutation(({ ctx, input }) => noteIncident(ctx, input, ctx.operator)),
  tell: adminProcedure.input(TellIncident).mutation(({ ctx, input }) => tellIncident(ctx, input, ctx.operator)),
})

const subjectRouter = router({
  preview: adminProcedure.input(BySubject).mutation(({ ctx, input }) => previewSubject(ctx, input)),
  export: adminProcedure.input(BySubject).mutation(({ ctx, input }) => exportSubject(ctx, input, ctx.operator)),
  erase: adminProcedure.input(BySubject).mutation(({ ctx, input }) => eraseSubject(ctx, input, ctx.operator)),
})

export const adminRouter = router({
  login: procedure.input(Token).mutation(({ ctx, input }) => ctx.visitor.signIn(input.token)),
  logout: procedure.mutation(({ ctx }) => ctx.visitor.signOut()),
  stats: adminProcedure.query(({ ctx }) => stats(ctx)),
  watchStats: adminProcedure.subscription(({ ctx, signal }) => ctx.watchStats(signal ?? new AbortController().signal)),
  webhooks: adminProcedure.input(ListWebhooks.default(none)).query(({ ctx, input }) => listWebhooks(ctx, input)),
  counts: adminProcedure.input(CountWebhooks).query(({ ctx, input }) => countWebhooks(ctx, input)),
  traffic: adminProcedure.input(ForHours.default({ hours: 24 })).query(({ ctx, input }) => traffic(ctx, input)),
  alarms: adminProcedure.query(({ ctx }) => ctx.alarms()),
  find: adminProcedure.input(ToFind).query(({ ctx, input }) => find(ctx, input)),
  funnel: adminProcedure.input(FunnelRange).query(({ ctx, input }) => funnel(ctx, input)),
  webhook: adminProcedure.input(ShowWebhook).query(({ ctx, input }) => webhookDetail(ctx, input, ctx.operator)),
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
  disclosures: adminProcedure.input(PageRequest.default(none)).query(({ ctx, input }) => listDisclosures(ctx, input)),
  platform: platformRouter,
  replays: replaysRouter,
  operators: operatorsRouter,
  subject: subjectRouter,
  incidents: incidentsRouter,
})
