import { createHmac, randomBytes } from 'node:crypto'
import type { Actor } from '../actor.ts'
import { insertAudit } from '../db/audit-trail.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'
import type { FailureLimit } from '../limits/failure-limit.ts'
import { createSecretCheck } from '../secrets/secret-check.ts'
import { createSignOuts } from './sign-outs.ts'

/** What a request shows for itself. */
interface Credentials {
  readonly authorization: string | undefined
  readonly cookie: string | undefined
  readonly clientIp: string
}

interface AccessDeps {
  /** Undefined: nobody is let in. */
  readonly token: string | undefined
  readonly db: Database
  /** Wrong tokens a minute per client address; a right one never counts. */
  readonly failures: FailureLimit
  readonly now: () => Date
}

/** Whoever sent a request: perhaps an operator, perhaps about to become one. */
export interface Visitor {
  /** The operator that it is, or null. Asked once per request. @throws AppError `TOO_MANY_ATTEMPTS`, `DATABASE_UNAVAILABLE`. */
  operator(): Promise<Actor | null>
  /** Signs the browser in. @throws AppError `UNAUTHORIZED`, `TOO_MANY_ATTEMPTS`, `DATABASE_UNAVAILABLE`. */
  signIn(token: string): Promise<void>
  /** Signs the browser out, wherever it is signed in; harmless where it is not. */
  signOut(): Promise<void>
}

/** A working day: whoever stays signed in longer signs in again. */
export const signInSeconds = 12 * 60 * 60
const codeValidMs = 60 * 60 * 1000
const digestKey = 'admin sign-in'

/** Who is an operator: by the token itself, or by a cookie that signing in with it gave. */
export function createAccess({ token, db, failures, now }: AccessDeps) {
  const secret = createSecretCheck(token === undefined ? [] : [token])
  const codes = new Map<string, Date>()
  /** Another token makes other digests, so that it signs every browser out. */
  const digest = (value: string) =>
    createHmac('sha256', `${digestKey} ${token ?? ''}`)
      .update(value)
      .digest('hex')

  const isSignedIn = async (id: string): Promise<boolean> => {
    const signIn = db.query.selectFrom('AdminSignIn').select('expiresAt').where('id', '=', id)
    const expiresAt = (await signIn.executeTakeFirst())?.expiresAt
    return expiresAt !== undefined && expiresAt > now()
  }
  const signOuts = createSignOuts(isSignedIn)
  const countFailure = async (clientIp: string): Promise<void> => {
    const seconds = await failures.take(clientIp)
    if (seconds > 0) throw new AppError('TOO_MANY_ATTEMPTS', `Too many failed attempts. Try again in ${seconds} s.`)
  }
  const refuse = async (clientIp: string): Promise<never> => {
    await countFailure(clientIp)
    if (token === undefined) throw new AppError('UNAUTHORIZED', 'The console is off: ADMIN_TOKEN is not set')
    throw new AppError('UNAUTHORIZED', 'Wrong token')
  }
  /** Keeps a new sign-in, and forgets those that have run out; answers its cookie. */
  const keep = async (clientIp: string): Promise<string> => {
    const cookie = randomBytes(32).toString('base64url')
    const id = digest(cookie)
    const at = now()
    const expiresAt = new Date(at.getTime() + signInSeconds * 1000)
    await db.transaction(async (tx) => {
      await tx.query.deleteFrom('AdminSignIn').where('expiresAt', '<=', at).execute()
      await tx.query.insertInto('AdminSignIn').values({ id, createdAt: at, expiresAt }).execute()
      await insertAudit(tx, { by: nameOf(id), address: clientIp }, { at, action: 'signed-in' })
    })
    return cookie
  }

  return {
    /**
     * The operator that sends this, or null for anybody else.
     *
     * @throws AppError `TOO_MANY_ATTEMPTS` at too many wrong tokens from one client address; `DATABASE_UNAVAILABLE`.
     */
    async operator({ authorization, cookie, clientIp }: Credentials): Promise<Actor | null> {
      const bearer = /^Bearer +(.+)$/i.exec(authorization ?? '')?.[1]
      if (bearer !== undefined) {
        if (secret.accept(bearer)) return { by: 'bearer token', address: clientIp, signInId: null }
        await countFailure(clientIp)
      }
      if (cookie === undefined || token === undefined) return null
      const id = digest(cookie)
      return (await isSignedIn(id)) ? { by: nameOf(id), address: clientIp, signInId: id } : null
    },
    /** A new cookie's value for who knows the token. @throws AppError `UNAUTHORIZED`, `TOO_MANY_ATTEMPTS`, `DATABASE_UNAVAILABLE`. */
    async signIn(candidate: string, clientIp: string): Promise<string> {
      return secret.accept(candidate) ? keep(clientIp) : refuse(clientIp)
    },
    /** The same for who has a code that has not been used; it is used up then. Throws likewise. */
    async signInOnce(code: string, clientIp: string): Promise<string> {
      const validUntil = codes.get(code)
      codes.delete(code)
      return validUntil !== undefined && validUntil > now() ? keep(clientIp) : refuse(clientIp)
    },
    /** A code that signs in once, within the hour; null where the console is off. */
    oneTimeCode(): string | null {
      if (token === undefined) return null
      const code = randomBytes(24).toString('base64url')
      codes.set(code, new Date(now().getTime() + codeValidMs))
      return code
    },
    /** Forgets the browser, on every process, and ends its streams. */
    async signOut(operator: Actor): Promise<void> {
      const { signInId } = operator
      if (signInId === null) return
      await db.transaction(async (tx) => {
        await tx.query.deleteFrom('AdminSignIn').where('id', '=', signInId).execute()
        await insertAudit(tx, operator, { at: now(), action: 'signed-out' })
      })
      signOuts.announce(signInId)
    },
    /** Aborts when this operator is signed out, here or on another process, or the sign-in runs out; stops looking at `end`. */
    untilSignedOut: ({ signInId }: Actor, end: AbortSignal): AbortSignal =>
      signInId === null ? end : signOuts.watch(signInId, end),
  }
}

export type Access = ReturnType<typeof createAccess>

/** Enough of a digest to tell sign-ins apart. */
function nameOf(id: string): string {
  return `sign-in ${id.slice(0, 8)}`
}
