import { Hono, type MiddlewareHandler } from 'hono'
import { z } from 'zod'
import { parseJson } from '../../shared/parse-json.ts'
import { RequestType } from '../../shared/session-status.ts'
import { AppError } from '../errors.ts'
import { createSession, type SessionContext } from '../sessions/create-session.ts'
import { getSession } from '../sessions/get-session.ts'
import type { ClientIpOf } from './client-ip.ts'
import { limitBody, readText } from './read-body.ts'

const Body = z.object({ requestType: RequestType.default('registration') })
const SessionId = z.uuidv4()
const maxBodyBytes = 16 * 1024

/** The guide's two session routes, for integrators without tRPC. `guard` stands before what makes a session. */
export function createSessionRoutes(ctx: SessionContext, clientIpOf: ClientIpOf, guard: MiddlewareHandler): Hono {
  return new Hono()
    .post('/', guard, limitBody(maxBodyBytes), async (c) => {
      const text = await readText(c)
      const json = text === null ? undefined : parseJson(text || '{}')
      if (json === undefined) return c.json({ error: 'Invalid JSON' }, 400)
      const { data, error } = Body.safeParse(json)
      if (error) {
        const issues = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
        return c.json({ error: 'Invalid payload', issues }, 400)
      }
      const requester = { ipAddress: clientIpOf(c), userAgent: c.req.header('user-agent') ?? null }
      const session = await createSession(ctx, data.requestType, requester, c.req.raw.signal)
      const { sessionId, invitationId, invitationUrl, status, requestType, expiresAt } = session
      return c.json({ sessionId, invitationId, invitationUrl, status, requestType, expiresAt }, 201)
    })
    .get('/', async (c) => {
      const sessionId = c.req.query('sessionId')
      if (!sessionId) return c.json({ error: 'sessionId is required' }, 400)
      if (!SessionId.safeParse(sessionId).success) throw new AppError('NOT_FOUND', 'Session not found')
      return c.json(await getSession(ctx, sessionId))
    })
}
