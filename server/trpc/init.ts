import { initTRPC, TRPCError } from '@trpc/server'
import { AppError, type AppErrorCode } from '../errors.ts'
import type { Requester, Sessions } from '../sessions/sessions.ts'
import { streamOptions } from './stream-options.ts'

export interface Context {
  readonly sessions: Sessions
  readonly requester: Requester
}

const trpcCode = {
  BAD_REQUEST: 'BAD_REQUEST',
  NOT_FOUND: 'NOT_FOUND',
  NOT_CONNECTED: 'PRECONDITION_FAILED',
  SESSION_ENDED: 'CONFLICT',
  PLATFORM_FAILED: 'BAD_GATEWAY',
  STORE_UNAVAILABLE: 'SERVICE_UNAVAILABLE',
} as const satisfies Record<AppErrorCode, TRPCError['code']>

const t = initTRPC.context<Context>().create({
  sse: streamOptions,
  errorFormatter: ({ shape, error }) => ({
    ...shape,
    message: error.code === 'INTERNAL_SERVER_ERROR' ? 'Internal error' : shape.message,
    data: { code: shape.data.code, httpStatus: shape.data.httpStatus },
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
