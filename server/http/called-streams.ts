import type { IncomingMessage } from 'node:http'
import type { TRPCRouterRecord } from '@trpc/server'
import { appRouter } from '../trpc/router.ts'

/** The stream of a student's page, as its client writes it. */
export const plainWatch = '/trpc/session.watch?'

/** Every procedure by its whole name, as tRPC looks it up. */
const procedures: TRPCRouterRecord = appRouter._def.procedures

/** The streams among the procedures that a request for `/trpc/one,another` calls, however that is written. */
export function calledStreams(pathname: string) {
  return procedureNames(pathname).flatMap((name) => {
    const found = procedures[name]
    return typeof found === 'function' && found._def.type === 'subscription' ? [found] : []
  })
}

/** Whether the request calls a stream, so that its answer does not end by itself. */
export function isStream(request: IncomingMessage): boolean {
  const { url = '' } = request
  if (!url.includes('trpc') && !url.includes('%')) return false // nor can it be written otherwise
  if (url.startsWith(plainWatch)) return true // what nearly all of them are
  return calledStreams(pathnameOf(request)).length > 0
}

/** As the routes see it; of what is no address, nothing. */
export function pathnameOf({ url = '' }: IncomingMessage): string {
  const address = url.startsWith('/') ? `http://localhost${url}` : url
  return URL.canParse(address) ? new URL(address).pathname : ''
}

/** At least those that tRPC reads from the path: it takes a slash at either end for nothing, and splits batches alone. */
function procedureNames(pathname: string): string[] {
  try {
    const [, names] = /^\/+trpc\/+(.*?)\/*$/s.exec(decodeURIComponent(pathname)) ?? []
    return names?.split(',') ?? []
  } catch {
    return [] // refused by tRPC
  }
}
