import type { Context, MiddlewareHandler } from 'hono'
import { readSignature, type SecretCheck } from '../secrets/secret-check.ts'
import type { ClientIpOf } from './client-ip.ts'
import { declaredBytes, limitBody, readBytes } from './read-body.ts'

export interface SenderDeps {
  readonly secrets: SecretCheck
  readonly maxBodyBytes: number
  readonly clientIpOf: ClientIpOf
  /** Answers whoever has no key and no signature that is right. */
  readonly refuseSender: (c: Context) => Promise<Response>
  /** Is told of every other refusal, by its HTTP status and in words. */
  readonly refused: (c: Context, answer: string, reason: string) => void
}

/** Of all bodies together that are read before it is known whose they are; strangers must not fill the memory. */
const unverifiedAtMostBytes = 64 * 1024 * 1024
/** Of those from one client IP, so that one stranger does not take the place of everybody else. */
const ofOneAtMostBytes = 16 * 1024 * 1024

const signedAt = new WeakMap<Context, number>()
const marks = new WeakMap<Context, string>()

/** Which secret a webhook that was let pass came with, by its mark. */
export function keyMarkOf(c: Context): string | undefined {
  return marks.get(c)
}

/** When the sender says it signed this webhook, in milliseconds since the epoch; undefined where it sent the key instead. */
export function signedAtOf(c: Context): number | undefined {
  return signedAt.get(c)
}

/**
 * Lets pass whoever sends the secret as `X-API-Key`, or signed the body with it (`X-Signature`, `X-Timestamp`), and limits
 * the body of both. A signature can be checked with the whole body only: it is read where it could be right.
 */
export function authenticateSender(deps: SenderDeps): MiddlewareHandler {
  const { secrets, maxBodyBytes, clientIpOf, refuseSender, refused } = deps
  const limit = limitBody(maxBodyBytes, (c) => refused(c, '413', 'Payload too large'))
  const reading = createReadingLimit()
  return async (c, next) => {
    const key = c.req.header('x-api-key')
    const mark = key === undefined ? null : secrets.accept(key)
    if (mark !== null) {
      marks.set(c, mark)
      return limit(c, next)
    }
    const signature = readSignature(c.req.header('x-signature'), c.req.header('x-timestamp'))
    if (!signature) return refuseSender(c)
    const bytes = Math.min(declaredBytes(c) ?? maxBodyBytes, maxBodyBytes)
    const clientIp = clientIpOf(c)
    if (!reading.take(clientIp, bytes)) {
      refused(c, '503', 'Too many webhooks at once')
      return c.json({ error: 'Too many webhooks at once' }, 503, { 'Retry-After': '1' })
    }
    let signedWith: string | null = null
    const check = async () => {
      const body = await readBytes(c)
      signedWith = body && secrets.acceptSignature(signature, body)
    }
    const answer = await limit(c, check).finally(() => {
      reading.release(clientIp, bytes)
    })
    if (answer) return answer
    if (signedWith === null) return refuseSender(c)
    marks.set(c, signedWith)
    signedAt.set(c, Number(signature.timestamp))
    return next()
  }
}

function createReadingLimit() {
  const byClient = new Map<string, number>()
  let all = 0
  return {
    take(clientIp: string, bytes: number): boolean {
      const own = (byClient.get(clientIp) ?? 0) + bytes
      if (all + bytes > unverifiedAtMostBytes || own > ofOneAtMostBytes) return false
      all += bytes
      byClient.set(clientIp, own)
      return true
    },
    release(clientIp: string, bytes: number): void {
      const own = (byClient.get(clientIp) ?? 0) - bytes
      all -= bytes
      if (own > 0) byClient.set(clientIp, own)
      else byClient.delete(clientIp)
    },
  }
}
