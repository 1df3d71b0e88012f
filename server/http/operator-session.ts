import type { Context, MiddlewareHandler } from 'hono'
import { generateCookie, getCookie } from 'hono/cookie'
import type { Actor } from '../actor.ts'
import { type Access, signInSeconds, type Visitor } from '../admin/access.ts'
import type { ClientIpOf } from './client-ip.ts'

export interface VisitorDeps {
  readonly access: Access
  readonly cookie: AdminCookie
  readonly clientIpOf: ClientIpOf
}

/** The cookie that a signed-in browser sends: its own random value, never the token. */
export function createAdminCookie(publicUrl: string) {
  const secure = publicUrl.startsWith('https:')
  const name = secure ? '__Host-nelfund-admin' : 'nelfund-admin' // the prefix keeps a sibling domain from planting one
  const options = { path: '/', httpOnly: true, sameSite: 'Strict', secure } as const
  return {
    read: (c: Context): string | undefined => getCookie(c, name),
    /** The `Set-Cookie` header that signs in. */
    set: (value: string): string => generateCookie(name, value, { ...options, maxAge: signInSeconds }),
    /** The `Set-Cookie` header that signs out. */
    clear: (): string => generateCookie(name, '', { ...options, maxAge: 0 }),
  }
}

export type AdminCookie = ReturnType<typeof createAdminCookie>

/** Who sent this request, by cookie or bearer token; what signs in or out is added to `headers` of the answer. */
export function toVisitor({ access, cookie, clientIpOf }: VisitorDeps, c: Context, headers: Headers): Visitor {
  let asked: Promise<Actor | null> | undefined
  const clientIp = clientIpOf(c)
  const operator = () => {
    asked ??= access.operator({ authorization: c.req.header('authorization'), cookie: cookie.read(c), clientIp })
    return asked
  }
  return {
    operator,
    async signIn(token) {
      headers.append('Set-Cookie', cookie.set(await access.signIn(token, clientIp)))
    },
    async signOut() {
      const who = await operator()
      headers.append('Set-Cookie', cookie.clear())
      if (who) await access.signOut(who)
    },
  }
}

/** 401 for whoever is no operator. */
export function operatorsOnly(deps: VisitorDeps): MiddlewareHandler {
  return async (c, next) => {
    const operator = await toVisitor(deps, c, new Headers()).operator()
    return operator ? next() : c.json({ error: 'Unauthorized' }, 401)
  }
}
