import { Hono } from 'hono'
import { type Listening, listen } from '../simulator/listen.ts'

export interface Seen {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly authorization: string | undefined
  readonly body: string
  /** Aborts once whoever asked has left. */
  readonly signal: AbortSignal
}

export type Reply = (seen: Seen) => Response | Promise<Response>

export interface StubPlatform extends Listening {
  readonly tokens: readonly Seen[]
  readonly calls: readonly Seen[]
}

/** An out-of-band invitation as an agent makes it. */
export const message = {
  '@type': 'https://didcomm.org/out-of-band/1.1/invitation',
  '@id': '0b1c2d3e-0000-4000-8000-000000000001',
  label: 'NELFUND',
  accept: ['didcomm/aip1'],
  handshake_protocols: ['https://didcomm.org/didexchange/1.x'],
  services: ['did:peer:2.Ez6LS'],
}

export const oob = Buffer.from(JSON.stringify(message)).toString('base64url')

/** The complete address of that invitation. */
export const address = `https://agent.example/invite?oob=${oob}`

export const invitation = {
  statusCode: 201,
  message: 'Connection created successfully',
  data: {
    id: 'row-1',
    orgId: 'org/1',
    connectionInvitation: address,
    recordId: 'record-1',
    invitationDid: 'did:peer:2',
  },
}

export const tokenReply: Reply = () => Response.json({ access_token: 'token-of-the-stub', expires_in: 300 })

/** As CREDEBL's gateway answers. */
export const reply = (status: number, data: unknown, text: string | readonly string[] = 'Done') =>
  Response.json(
    { statusCode: status, message: text, ...(status < 300 ? { data } : { error: 'Bad Request', data }) },
    { status },
  )

/** A platform that answers as the test says and remembers what it was asked. */
export async function startStub(replies: { token?: Reply; api?: Reply } = {}): Promise<StubPlatform> {
  const { token = tokenReply, api = () => Response.json(invitation, { status: 201 }) } = replies
  const tokens: Seen[] = []
  const calls: Seen[] = []
  const app = new Hono().all('*', async (c) => {
    const { pathname, search } = new URL(c.req.url)
    const { method } = c.req
    const seen = {
      method,
      path: pathname + search,
      authorization: c.req.header('authorization'),
      body: await c.req.text(),
      signal: c.req.raw.signal,
    }
    ;(pathname === '/token' ? tokens : calls).push(seen)
    return pathname === '/token' ? token(seen) : api(seen)
  })
  return { ...(await listen(app)), tokens, calls }
}
