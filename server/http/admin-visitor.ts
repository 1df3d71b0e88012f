import type { Context, MiddlewareHandler } from 'hono'
import type { Actor } from '../actor.ts'
import type { Access, Visitor } from '../admin/access.ts'
import type { AdminCookie } from './admin-cookie.ts'
import type { ClientIpOf } from './client-ip.ts'

export interface VisitorDeps {
  readonly access: Access
  readonly cookie: AdminCookie
  readonly clientIpOf: ClientIpOf
}

/** Who sent this request; what signs in or out is added to `headers` of the answer. */
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
