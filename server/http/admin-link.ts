import { Hono } from 'hono'
import { AppError } from '../errors.ts'
import type { VisitorDeps } from './admin-visitor.ts'

/** Where the link that `npm start` prints is served. */
export const signInPath = '/admin/sign-in'

/** Signs in who opens the link with a code that has not been used, then leads to the console; else to its sign-in form. */
export function createAdminLink({ access, cookie, clientIpOf }: VisitorDeps): Hono {
  return new Hono().get('/', async (c) => {
    c.header('Cache-Control', 'no-store')
    c.header('Referrer-Policy', 'no-referrer')
    try {
      c.header('Set-Cookie', cookie.set(await access.signInOnce(c.req.query('code') ?? '', clientIpOf(c))))
    } catch (error) {
      if (!(error instanceof AppError && error.code !== 'DATABASE_UNAVAILABLE')) throw error
    }
    return c.redirect('/admin', 303)
  })
}
