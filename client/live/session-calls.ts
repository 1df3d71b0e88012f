import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '../../server/trpc/router.ts'
import { noteServerDate } from './server-clock.ts'
import { withTimeout } from './with-timeout.ts'

type Inputs = inferRouterInputs<AppRouter>['session']
type Outputs = inferRouterOutputs<AppRouter>['session']

const timeoutMs = 30_000

/** A call that failed: `data` is what the server says of it, absent where no answer of its own came back. */
class CallError extends Error {
  readonly data: unknown
  readonly meta: unknown

  constructor(answer: unknown) {
    super('The call failed')
    const failure: unknown = Object(answer).error
    this.data = Object(failure).data
    this.meta = { responseJSON: answer }
  }
}

/** The address of a procedure called with `input` (https://trpc.io/docs/rpc). */
export function addressOf(name: keyof Outputs, input: object): string {
  return `/trpc/session.${name}?input=${encodeURIComponent(JSON.stringify(input))}`
}

/** What a procedure, or its stream, answers instead of what it was asked for. */
export function toCallError(answer: unknown): CallError {
  return new CallError(answer)
}

const query =
  <Name extends 'get' | 'problem' | 'portal'>(name: Name) =>
  (input: NonNullable<Inputs[Name]>, signal?: AbortSignal): Promise<Outputs[Name]> =>
    call(addressOf(name, input), { signal: signal ?? null })

const mutation =
  <Name extends 'create' | 'cancel' | 'requestProof' | 'offerCredential'>(name: Name) =>
  (input: NonNullable<Inputs[Name]>): Promise<Outputs[Name]> =>
    call(`/trpc/session.${name}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(input),
    })

/**
 * The procedures of a session as a page calls them, one request each: what a student's phone needs of a client, and no more.
 * Each rejects with a `CallError` where the server refuses, and with the browser's error where no answer comes in 30 seconds.
 */
export const sessionCalls = {
  get: query('get'),
  problem: query('problem'),
  portal: query('portal'),
  create: mutation('create'),
  cancel: mutation('cancel'),
  requestProof: mutation('requestProof'),
  offerCredential: mutation('offerCredential'),
}

function call<Output>(url: string, init: RequestInit): Promise<Output> {
  return withTimeout(timeoutMs, init.signal ?? null, async (signal) => {
    const response = await fetch(url, { ...init, signal })
    noteServerDate(response.headers.get('date'))
    const answer: { result?: { data: Output } } = await response.json()
    if (!response.ok || !answer.result) throw toCallError(answer)
    return answer.result.data
  })
}
