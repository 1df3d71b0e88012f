import { Hono } from 'hono'
import { type Listening, listen } from '../simulator/listen.ts'

export interface Seen {
  readonly path: string
  readonly authorization: string | undefined
  readonly body: string
}

export type Reply = (seen: Seen) => Response | Promise<Response>

export interface StubPlatform extends Listening {
  readonly tokens: readonly Seen[]
  readonly calls: readonly Seen[]
}

export const invitation = {
  statusCode: 201,
  data: { connectionInvitation: 'https://short.example/i/1', recordId: 'record-1', extra: { more: true } },
}

export const tokenReply: Reply = () => Response.json({ access_token: 'token-of-the-stub', expires_in: 300 })

/** A platform that answers as the test says and remembers what it was asked. */
export async function startStub(replies: { token?: Reply; api?: Reply } = {}): Promise<StubPlatform> {
  const { token = tokenReply, api = () => Response.json(invitation, { status: 201 }) } = replies
  const tokens: Seen[] = []
  const calls: Seen[] = []
  const app = new Hono().all('*', async (c) => {
    const { pathname: path } = new URL(c.req.url)
    const seen = { path, authorization: c.req.header('authorization'), body: await c.req.text() }
    ;(path === '/token' ? tokens : calls).push(seen)
    return path === '/token' ? token(seen) : api(seen)
  })
  return { ...(await listen(app)), tokens, calls }
}
