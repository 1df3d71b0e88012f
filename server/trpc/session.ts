import { tracked } from '@trpc/server'
import { z } from 'zod'
import { readEventId } from '../../shared/event-id.ts'
import { RequestType } from '../../shared/session-status.ts'
import { cancelSession } from '../sessions/cancel-session.ts'
import { createSession } from '../sessions/create-session.ts'
import { getPortal } from '../sessions/get-portal.ts'
import { getProblem } from '../sessions/get-problem.ts'
import { getSession } from '../sessions/get-session.ts'
import { renewRequest } from '../sessions/renew-request.ts'
import { watchSession } from '../sessions/watch-session.ts'
import { procedure, router, streamOf } from './init.ts'

const ToCreate = z.object({ requestType: RequestType.default('registration') })
const BySession = z.object({ sessionId: z.uuidv4() })
/** The input of `session.watch`. */
export const ToWatch = BySession.extend({ lastEventId: z.string().nullish() })

const renew = (what: 'requestProof' | 'offerCredential') =>
  procedure.input(BySession).mutation(({ ctx, input }) => renewRequest(ctx, input.sessionId, what))

export const sessionRouter = router({
  create: procedure
    .input(ToCreate.default({ requestType: 'registration' }))
    .mutation(({ ctx, input, signal }) => createSession(ctx, input.requestType, ctx.requester, signal)),
  portal: procedure.input(BySession.partial()).query(({ ctx, input }) => getPortal(ctx, input.sessionId)),
  get: procedure.input(BySession).query(({ ctx, input }) => getSession(ctx, input.sessionId)),
  problem: procedure.input(BySession).query(({ ctx, input }) => getProblem(ctx, input.sessionId)),
  watch: procedure.input(ToWatch).subscription(async function* ({ ctx, input, signal }) {
    const wanted = { sessionId: input.sessionId, last: readEventId(input.lastEventId) }
    const views = watchSession(ctx, wanted, signal ?? new AbortController().signal)
    for await (const view of streamOf(views)) yield tracked(String(view.version), view)
  }),
  cancel: procedure.input(BySession).mutation(({ ctx, input }) => cancelSession(ctx, input.sessionId)),
  requestProof: renew('requestProof'),
  offerCredential: renew('offerCredential'),
})
