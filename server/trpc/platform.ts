import { z } from 'zod'
import { adminProcedure, router } from './init.ts'

const Limit = z.object({ limit: z.int().min(1).max(100).default(20) })
const Test = z.object({ eventType: z.string().min(1).max(100).default('Credential') })

export const platformRouter = router({
  app: adminProcedure.query(({ ctx }) => ctx.webhookPanel.app()),
  deliveries: adminProcedure
    .input(Limit.default({ limit: 20 }))
    .query(({ ctx, input }) => ctx.webhookPanel.deliveries(input.limit)),
  test: adminProcedure
    .input(Test.default({ eventType: 'Credential' }))
    .mutation(({ ctx, input }) => ctx.webhookPanel.test(input.eventType)),
  rotate: adminProcedure.mutation(({ ctx }) => ctx.webhookPanel.rotate(ctx.operator)),
})
