import { z } from 'zod'
import { CoverageSpan } from '../../shared/session-coverage.ts'
import { StoryMark } from '../../shared/session-story.ts'
import { sessionTopics } from '../../shared/session-topic.ts'
import { isStorable } from '../../shared/text.ts'
import { sendTestEvent } from '../qa/send-test-event.ts'
import { entryOf, story } from '../qa/story.ts'
import { timeline } from '../qa/timeline.ts'
import { watchTimeline } from '../qa/watch-timeline.ts'
import { adminProcedure, router, streamOf } from './init.ts'

const BySession = z.object({ sessionId: z.uuid() })
const FromMark = BySession.extend({ after: StoryMark.optional() })
const ByEntry = BySession.extend({
  entry: z.string().min(1).max(300).refine(isStorable, 'must be text that can be stored'),
})
/** A topic that the guide lists: one that moves a session, or the one that tells what is already so. */
const ToSend = BySession.extend({ event: z.enum(['connections.invitation', ...sessionTopics]) })

export const qaRouter = router({
  timeline: adminProcedure.input(BySession).query(({ ctx, input }) => timeline(ctx, input)),
  story: adminProcedure.input(FromMark).query(({ ctx, input }) => story(ctx, input)),
  entry: adminProcedure.input(ByEntry).query(({ ctx, input }) => entryOf(ctx, input)),
  watchTimeline: adminProcedure
    .input(BySession)
    .subscription(({ ctx, input, signal }) =>
      streamOf(watchTimeline(ctx, input, signal ?? new AbortController().signal)),
    ),
  coverage: adminProcedure.input(CoverageSpan.optional()).query(({ ctx, input }) => ctx.coverage(input)),
  send: adminProcedure.input(ToSend).mutation(({ ctx, input }) => sendTestEvent(ctx, input)),
})
