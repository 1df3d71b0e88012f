import { createHmac, randomBytes } from 'node:crypto'
import { cutText } from '../../shared/text.ts'
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

/** A token, and whose it is; null where it has no name. */
export interface OperatorToken {
  readonly name: string | null
  readonly token: string
}

interface AccessDeps {
  /** None: nobody is let in. */
  readonly tokens: readonly OperatorToken[]
  readonly db: Database
  /** Wrong tokens a minute per client's network; a right one never counts. */
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
export function createAccess({ tokens, db, failures, now }: AccessDeps) {
  const checks = tokens.map((owner) => ({ owner, check: createSecretCheck([owner.token]) }))
  /** All of them are looked at, so that the time it takes tells nothing. */
  const ownerOf = (candidate: string) => checks.filter(({ check }) => check.accept(candidate))[0]?.owner
  const codes = new Map<string, Date>()
  /** Another token makes other digests, so that it signs every browser out that signed in with the one before. */
  const digestsOf = (cookie: string) =>
    tokens.map(({ name, token }) => ({
      name,
      id: createHmac('sha256', `${digestKey} ${token}`).update(cookie).digest('hex'),
    }))

  const isSignedIn = async (id: string): Promise<boolean> => {
    const signIn = db.query.selectFrom('AdminSignIn').select('expiresAt').where('id', '=', id)
    const expiresAt = (await signIn.executeTakeFirst())?.expiresAt
    return expiresAt !== undefined && expiresAt > now()
  }
  const signOuts = createSignOuts(isSignedIn)
  /** Whether it `isRight`; after too many that were not, whoever tries is told nothing, right or wrong. */
  const attempt = async (clientIp: string, isRight: () => boolean): Promise<boolean> => {
    const outcome = await failures.takeUnless(clientIp, isRight)
    if (typeof outcome === 'boolean') return outcome
    const { retryAfterSeconds } = outcome
    const message = `Too many failed attempts. Try again in ${retryAfterSeconds} s.`
    throw new AppError('TOO_MANY_ATTEMPTS', message, { retryAfterSeconds })
  }
  const refuse = (): never => {
    if (tokens.length === 0) throw new AppError('UNAUTHORIZED', 'The console is off: ADMIN_TOKEN is not set')
    throw new AppError('UNAUTHORIZED', 'Wrong token')
  }
  const isValidCode = (code: string): boolean => {
    const validUntil = codes.get(code)
    return validUntil !== undefined && validUntil > now()
  }
  const byCookie = async ({ cookie, clientIp }: Credentials): Promise<Actor | null> => {
    if (cookie === undefined) return null
    for (const { name, id } of digestsOf(cookie)) {
      if (await isSignedIn(id)) return { by: nameOf(name, id), address: clientIp, signInId: id }
    }
    return null
  }
  /** Keeps a new sign-in, and forgets those that have run out; answers its cookie. */
  const keep = async (owner: OperatorToken, clientIp: string): Promise<string> => {
    const cookie = randomBytes(32).toString('base64url')
    const id = digestsOf(cookie)[tokens.indexOf(owner)]?.id ?? ''
    const at = now()
    const { name } = owner
    const expiresAt = new Date(at.getTime() + signInSeconds * 1000)
    const address = cutText(clientIp, 64)
    await db.transaction(async (tx) => {
      await tx.query.deleteFrom('AdminSignIn').where('expiresAt', '<=', at).execute()
      await tx.query.insertInto('AdminSignIn').values({ id, name, address, createdAt: at, expiresAt }).execute()
      await insertAudit(tx, { by: nameOf(name, id), address: clientIp }, { at, action: 'signed-in' })
    })
    return cookie
  }

  return {
    /**
     * The operator that sends this, or null for anybody else.
     *
     * @throws AppError `TOO_MANY_ATTEMPTS` after too many wrong tokens from one network, unless it is signed in; `DATABASE_UNAVAILABLE`.
     */
    async operator(credentials: Credentials): Promise<Actor | null> {
      const { authorization, clientIp } = credentials
      const signedIn = await byCookie(credentials) // stays open to who is in already
      const bearer = /^Bearer +(.+)$/i.exec(authorization ?? '')?.[1]
      if (signedIn || bearer === undefined) return signedIn
      const owner = ownerOf(bearer)
      const isRight = await attempt(clientIp, () => owner !== undefined)
      return isRight && owner ? { by: owner.name ?? 'bearer token', address: clientIp, signInId: null } : null
    },
    /** A new cookie's value for who knows the token. @throws AppError `UNAUTHORIZED`, `TOO_MANY_ATTEMPTS`, `DATABASE_UNAVAILABLE`. */
    async signIn(candidate: string, clientIp: string): Promise<string> {
      const owner = ownerOf(candidate)
      return (await attempt(clientIp, () => owner !== undefined)) && owner ? keep(owner, clientIp) : refuse()
    },
    /** The same for who has a code that has not been used; it is used up then. Throws likewise. */
    async signInOnce(code: string, clientIp: string): Promise<string> {
      const isRight = await attempt(clientIp, () => isValidCode(code))
      const [owner] = tokens
      return isRight && owner && codes.delete(code) ? keep(owner, clientIp) : refuse() // of two at once, one has used it up
    },
    /** A code that signs in once, within the hour; null where the console is off. */
    oneTimeCode(): string | null {
      if (tokens.length === 0) return null
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
    /** Who is signed in, the latest first; `isOwn` is the one that asks. */
    async signIns({ signInId }: Actor) {
      const columns = ['id', 'name', 'address', 'createdAt', 'expiresAt'] as const
      const rows = db.query.selectFrom('AdminSignIn').select(columns).where('expiresAt', '>', now())
      return (await rows.orderBy('createdAt', 'desc').limit(100).execute()).map(({ id, name, ...signIn }) => ({
        ...signIn,
        by: nameOf(name, id),
        /** Enough to end it by, and nothing to sign in with. */
        mark: id.slice(0, markLength),
        isOwn: id === signInId,
      }))
    },
    /** Signs out one browser, or every one where `mark` is null; on every process. @throws AppError `NOT_FOUND` where it is not signed in. */
    async endSignIns(operator: Actor, mark: string | null): Promise<void> {
      const ended = await db.transaction(async (tx) => {
        const all = await tx.query.selectFrom('AdminSignIn').select(['id', 'name']).execute()
        const meant = all.filter(({ id }) => mark === null || id.startsWith(mark))
        if (meant.length === 0) throw new AppError('NOT_FOUND', 'Nobody is signed in there any more')
        for (const { id } of meant) await tx.query.deleteFrom('AdminSignIn').where('id', '=', id).execute()
        const at = now()
        const subject = meant.map(({ id, name }) => nameOf(name, id))[0] ?? ''
        if (mark === null)
          await insertAudit(tx, operator, { at, action: 'all-signed-out', detail: `${meant.length} browsers` })
        else await insertAudit(tx, operator, { at, action: 'sign-in-ended', subject })
        return meant
      })
      for (const { id } of ended) signOuts.announce(id)
    },
    /** Aborts when this operator is signed out, here or on another process, or the sign-in runs out; stops looking at `end`. */
    untilSignedOut: ({ signInId }: Actor, end: AbortSignal): AbortSignal =>
      signInId === null ? end : signOuts.watch(signInId, end),
  }
}

export type Access = ReturnType<typeof createAccess>

const markLength = 16

/** Whose it is, or where nobody knows enough of the digest to tell sign-ins apart. */
function nameOf(name: string | null, id: string): string {
  return name ?? `sign-in ${id.slice(0, 8)}`
}
