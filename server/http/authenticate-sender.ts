import type { Context, MiddlewareHandler } from 'hono'
import { readSignature, type SecretCheck } from '../secrets/secret-check.ts'
import { declaredBytes, limitBody, readBytes } from './read-body.ts'

export interface SenderDeps {
  readonly secrets: SecretCheck
  readonly maxBodyBytes: number
  /** Answers whoever has no key and no signature that is right. */
  readonly refuseSender: (c: Context) => Promise<Response>
  /** Is told of every other refusal, by its HTTP status. */
  readonly refused: (c: Context, answer: string) => void
}

/** Of all bodies together that are read before it is known whose they are; strangers must not fill the memory. */
const unverifiedAtMostBytes = 64 * 1024 * 1024

const signedAt = new WeakMap<Context, number>()

/** When the sender says it signed this webhook, in milliseconds since the epoch; undefined where it sent the key instead. */
export function signedAtOf(c: Context): number | undefined {
  return signedAt.get(c)
}

/**
 * Lets pass whoever sends the secret as `X-API-Key`, or signed the body with it (`X-Signature`, `X-Timestamp`), and limits
 * the body of both. A signature can be checked with the whole body only: it is read where it could be right.
 */
export function authenticateSender({ secrets, maxBodyBytes, refuseSender, refused }: SenderDeps): MiddlewareHandler {
  const limit = limitBody(maxBodyBytes, (c) => refused(c, '413'))
  let unverifiedBytes = 0
  return async (c, next) => {
    const key = c.req.header('x-api-key')
    if (key !== undefined && secrets.accept(key)) return limit(c, next)
    const signature = readSignature(c.req.header('x-signature'), c.req.header('x-timestamp'))
    if (!signature) return refuseSender(c)
    const bytes = Math.min(declaredBytes(c) ?? maxBodyBytes, maxBodyBytes)
    if (unverifiedBytes + bytes > unverifiedAtMostBytes) {
      refused(c, '503')
      return c.json({ error: 'Too many webhooks at once' }, 503, { 'Retry-After': '1' })
    }
    unverifiedBytes += bytes
    let isAuthentic = false
    const check = async () => {
      const body = await readBytes(c)
      isAuthentic = body !== null && secrets.acceptSignature(signature, body)
    }
    const answer = await limit(c, check).finally(() => {
      unverifiedBytes -= bytes
    })
    if (answer) return answer
    if (!isAuthentic) return refuseSender(c)
    signedAt.set(c, Number(signature.timestamp))
    return next()
  }
}
