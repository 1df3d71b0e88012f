import { initTRPC, TRPCError } from '@trpc/server'
import type { Access, Visitor } from '../admin/access.ts'
import type { Alarms } from '../admin/alarms.ts'
import type { PlatformAccount } from '../admin/platform-account.ts'
import type { PurgeContext } from '../admin/purge.ts'
import type { Refusals } from '../admin/refusals.ts'
import type { RotationContext } from '../admin/rotation.ts'
import type { StatsContext } from '../admin/stats.ts'
import type { WatchStats } from '../admin/watch-stats.ts'
import type { RotateContext } from '../admin/webhook-app.ts'
import { PlatformError } from '../confirmd/platform-error.ts'
import { AppError, type AppErrorCode } from '../errors.ts'
import type { Coverage } from '../qa/coverage.ts'
import type { SendContext } from '../qa/send-test-event.ts'
import type { Requester, SessionContext } from '../sessions/create-session.ts'
import type { Notice } from '../sessions/get-notice.ts'
import type { StudentKeys } from '../sessions/student-keys.ts'

/** All that the procedures' verbs ask for, whoever has sent the request. */
export interface Services extends SessionContext, PurgeContext, RotateContext, SendContext, StatsContext {
  readonly db: SessionContext['db']
  readonly notice: Notice
  readonly students: StudentKeys
  readonly watchStats: WatchStats
  readonly refusals: Refusals
  readonly coverage: Coverage
  readonly account: PlatformAccount
  readonly alarms: Alarms
  readonly keyUse: RotationContext['keyUse']
  readonly access: Pick<Access, 'signIns' | 'endSignIns'>
}

export interface Context extends Services {
  readonly requester: Requester
  readonly visitor: Visitor
}

/** What a procedure says of itself beside its type. */
interface Meta {
  readonly forOperators: boolean
}

const pingIntervalMs = 15_000

/** How every stream shows that it lives: the server pings, and a client that hears nothing for twice as long comes back. */
export const streamOptions = {
  ping: { enabled: true, intervalMs: pingIntervalMs },
  client: { reconnectAfterInactivityMs: 2 * pingIntervalMs },
}

const trpcCode = {
  BAD_REQUEST: 'BAD_REQUEST',
  UNAUTHORIZED: 'UNAUTHORIZED',
  TOO_MANY_ATTEMPTS: 'TOO_MANY_REQUESTS',
  PURGED: 'PRECONDITION_FAILED',
  NOT_FOUND: 'NOT_FOUND',
  NOT_CONNECTED: 'PRECONDITION_FAILED',
  NOT_VERIFIED: 'PRECONDITION_FAILED',
  SESSION_ENDED: 'CONFLICT',
  SEND_REFUSED: 'FORBIDDEN',
  PLATFORM_FAILED: 'BAD_GATEWAY',
  PLATFORM_BUSY: 'TOO_MANY_REQUESTS',
  DATABASE_UNAVAILABLE: 'SERVICE_UNAVAILABLE',
} as const satisfies Record<AppErrorCode, TRPCError['code']>

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    sse: streamOptions,
    errorFormatter: ({ shape, error }) => ({
      ...shape,
      message: error.code === 'INTERNAL_SERVER_ERROR' ? 'Internal error' : shape.message,
      data: {
        code: shape.data.code,
        httpStatus: shape.data.httpStatus,
        ...(error.cause instanceof PlatformError && {
          waitingHelps: error.cause.waitingHelps,
          effect: error.cause.effect,
        }),
      },
    }),
  })

export const router = t.router

/** A procedure whose expected failures reach the caller with their own code, and whose bugs reach it with none. */
export const procedure = t.procedure.use(async ({ next }) => {
  const result = await next()
  if (!result.ok) throw toTrpcError(result.error.cause instanceof AppError ? result.error.cause : result.error)
  return result
})

/** The same for a stream, which fails after its procedure has answered. */
export async function* streamOf<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item> {
  try {
    yield* items
  } catch (error) {
    throw toTrpcError(error)
  }
}

function toTrpcError(error: unknown): unknown {
  if (!(error instanceof AppError)) return error
  return new TRPCError({ code: trpcCode[error.code], message: error.message, cause: error })
}

/** A procedure for operators: anybody else gets `UNAUTHORIZED`, and nothing is read. */
export const adminProcedure = procedure.meta({ forOperators: true }).use(async ({ ctx, next }) => {
  const operator = await ctx.visitor.operator()
  if (!operator) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'Sign in first' })
  return next({ ctx: { operator } })
})
