import { z } from 'zod'
import { getWebhookApp, listDeliveries, rotateSecret, sendTestWebhook } from '../admin/webhook-app.ts'
import { adminProcedure, router } from './init.ts'

const Limit = z.object({ limit: z.int().min(1).max(100).default(20) })
const Test = z.object({ eventType: z.string().min(1).max(100).default('Credential') })

export const platformRouter = router({
  app: adminProcedure.query(({ ctx }) => getWebhookApp(ctx)),
  deliveries: adminProcedure
    .input(Limit.default({ limit: 20 }))
    .query(({ ctx, input }) => listDeliveries(ctx, input.limit)),
  test: adminProcedure
    .input(Test.default({ eventType: 'Credential' }))
    .mutation(({ ctx, input }) => sendTestWebhook(ctx, input.eventType)),
  rotate: adminProcedure.mutation(({ ctx }) => rotateSecret(ctx, ctx.operator)),
})
