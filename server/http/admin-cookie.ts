import type { Context } from 'hono'
import { generateCookie, getCookie } from 'hono/cookie'
import { signInSeconds } from '../admin/access.ts'

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
