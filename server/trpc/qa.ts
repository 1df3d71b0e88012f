import { z } from 'zod'
import { sessionTopics } from '../../shared/session-topic.ts'
import { adminProcedure, router, streamOf } from './init.ts'

const BySession = z.object({ sessionId: z.uuid() })
/** A topic that the guide lists: one that moves a session, or the one that tells what is already so. */
const ToSend = BySession.extend({ event: z.enum(['connections.invitation', ...sessionTopics]) })

export const qaRouter = router({
  timeline: adminProcedure.input(BySession).query(({ ctx, input }) => ctx.qa.timeline(input.sessionId)),
  watchTimeline: adminProcedure
    .input(BySession)
    .subscription(({ ctx, input, signal }) =>
      streamOf(ctx.qa.watchTimeline(input.sessionId, signal ?? new AbortController().signal)),
    ),
  coverage: adminProcedure.query(({ ctx }) => ctx.qa.coverage()),
  send: adminProcedure.input(ToSend).mutation(({ ctx, input }) => ctx.qa.send(input.sessionId, input.event)),
})
