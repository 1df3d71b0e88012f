import { tracked } from '@trpc/server'
import { z } from 'zod'
import { RequestType } from '../../shared/session-status.ts'
import { procedure, router, streamOf } from './init.ts'

const BySession = z.object({ sessionId: z.uuidv4() })
/** The input of `session.watch`. */
export const ToWatch = BySession.extend({ lastEventId: z.string().nullish() })

export const sessionRouter = router({
  create: procedure
    .input(z.object({ requestType: RequestType.default('registration') }).default({ requestType: 'registration' }))
    .mutation(({ ctx, input }) => ctx.sessions.create(input.requestType, ctx.requester)),
  get: procedure.input(BySession).query(({ ctx, input }) => ctx.sessions.get(input.sessionId)),
  watch: procedure.input(ToWatch).subscription(async function* ({ ctx, input, signal }) {
    const views = ctx.sessions.watch(
      input.sessionId,
      readVersion(input.lastEventId),
      signal ?? new AbortController().signal,
    )
    for await (const view of streamOf(views)) yield tracked(String(view.version), view)
  }),
  cancel: procedure.input(BySession).mutation(({ ctx, input }) => ctx.sessions.cancel(input.sessionId)),
  requestProof: procedure.input(BySession).mutation(({ ctx, input }) => ctx.sessions.requestProof(input.sessionId)),
  offerCredential: procedure
    .input(BySession)
    .mutation(({ ctx, input }) => ctx.sessions.offerCredential(input.sessionId)),
})

/** The version that a stream's last event id stands for, or null where it is none of ours. */
export function readVersion(lastEventId: string | null | undefined): number | null {
  return lastEventId && /^[1-9]\d{0,14}$/.test(lastEventId) ? Number(lastEventId) : null
}
