import type { Logger } from 'pino'
import { createSampledLog } from '../log-sampled.ts'
import type { CallBudget } from './call-budget.ts'
import { exchangeHttp } from './http-exchange.ts'
import { type Found, findInvitation, readAddress, withInvitation } from './invitation-message.ts'
import { PlatformError } from './platform-error.ts'

interface ResolveOptions {
  /** The only host that is asked. */
  readonly apiUrl: string
  /** What a complete address is built on where only the invitation itself is known. */
  readonly publicUrl: string
  readonly budget: CallBudget
  readonly log: Logger
  /** For the whole of it, redirects included; 5 s. */
  readonly timeoutMs?: number
}

const maxBytes = 64 * 1024
const stepsAtMost = 5
const refusals = {
  none: 'The wallet platform gave an address that leads to no invitation',
  host: 'The wallet platform gave an address at another host, which is not asked',
}

/**
 * The complete address, `oob` included, of the invitation behind `address`, which may be a short one (RFC 0434, "URL
 * Shortening"). A short one is asked for at the API's own host only, without a token.
 *
 * @throws PlatformError of effect `unknown`: the invitation was made, and nobody can use it.
 */
export type ResolveInvitation = (address: string, signal?: AbortSignal) => Promise<string>

export function createResolveInvitation(options: ResolveOptions): ResolveInvitation {
  const { budget, log, timeoutMs = 5000 } = options
  const api = new URL(options.apiUrl)
  const logAnswer = createSampledLog(log, 'invitation address answered')

  const ask = async (url: URL, signal: AbortSignal): Promise<Found | null> => {
    if (url.host !== api.host || url.protocol !== api.protocol) throw failed('host')
    const startedMs = performance.now()
    const asked = { method: 'GET', url, headers: { accept: 'application/json' }, signal }
    const { status, headers, text } = await exchangeHttp(asked, maxBytes)
    logAnswer({ status, durationMs: Math.round(performance.now() - startedMs) })
    const { location } = headers
    if (status >= 300 && status < 400 && location !== undefined)
      return URL.canParse(location, url.href) ? readAddress(new URL(location, url)) : null
    if (status < 200 || status >= 300) throw failed('none', new Error(`HTTP ${status}`))
    return text === null ? null : findInvitation(text)
  }

  const follow = async (address: string, signal: AbortSignal): Promise<string> => {
    let found = address.length <= maxBytes && URL.canParse(address) ? readAddress(new URL(address)) : null
    for (let step = 0; found && 'next' in found && step < stepsAtMost; step++) found = await ask(found.next, signal)
    if (!found || 'next' in found) throw failed('none')
    return withInvitation(found.address ?? new URL('/', options.publicUrl), found.message)
  }

  return async (address, left) => {
    const timeout = AbortSignal.timeout(timeoutMs)
    const signal = left ? AbortSignal.any([timeout, left]) : timeout
    try {
      return await budget.run(() => follow(address, signal), signal)
    } catch (error) {
      if (error instanceof PlatformError && error.effect === 'unknown') throw error
      throw failed('none', error)
    }
  }
}

function failed(kind: keyof typeof refusals, cause?: unknown): PlatformError {
  return new PlatformError('unknown', refusals[kind], { cause })
}
