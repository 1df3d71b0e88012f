import { z } from 'zod'
import { sessionTopics } from '../../shared/session-topic.ts'
import { sendTestEvent } from '../qa/send-test-event.ts'
import { timeline } from '../qa/timeline.ts'
import { watchTimeline } from '../qa/watch-timeline.ts'
import { adminProcedure, router, streamOf } from './init.ts'

const BySession = z.object({ sessionId: z.uuid() })
/** A topic that the guide lists: one that moves a session, or the one that tells what is already so. */
const ToSend = BySession.extend({ event: z.enum(['connections.invitation', ...sessionTopics]) })

export const qaRouter = router({
  timeline: adminProcedure.input(BySession).query(({ ctx, input }) => timeline(ctx, input)),
  watchTimeline: adminProcedure
    .input(BySession)
    .subscription(({ ctx, input, signal }) =>
      streamOf(watchTimeline(ctx, input, signal ?? new AbortController().signal)),
    ),
  coverage: adminProcedure.query(({ ctx }) => ctx.coverage()),
  send: adminProcedure.input(ToSend).mutation(({ ctx, input }) => sendTestEvent(ctx, input)),
})
