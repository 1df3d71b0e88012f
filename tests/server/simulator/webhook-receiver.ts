import { Hono } from 'hono'
import { z } from 'zod'
import { type Listening, listen } from './listen.ts'

const Body = z.looseObject({ data: z.looseObject({}) })

export interface Received {
  readonly key: string | undefined
  /** `X-Timestamp` and `X-Signature`. */
  readonly signedAt: string | undefined
  readonly signature: string | undefined
  readonly text: string
  readonly body: z.infer<typeof Body>
}

export interface WebhookReceiver extends Listening {
  readonly received: readonly Received[]
  /** The first `count` requests, once there are as many. */
  first(count: number): Promise<readonly Received[]>
  /** The status that the next request gets, and those after it while there is none left in the list. */
  answerWith(...statuses: number[]): void
}

/** The other end of webhooks: takes them all, remembers them, answers as it is told. */
export async function startReceiver(port = 0): Promise<WebhookReceiver> {
  const received: Received[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  let statuses = [200]
  const app = new Hono().post('/hook', async (c) => {
    const text = await c.req.text()
    const headers = {
      key: c.req.header('x-api-key'),
      signedAt: c.req.header('x-timestamp'),
      signature: c.req.header('x-signature'),
    }
    received.push({ ...headers, text, body: Body.parse(JSON.parse(text)) })
    for (const { count, resolve } of waiting) if (received.length >= count) resolve()
    const [status = 200, ...later] = statuses
    if (later.length > 0) statuses = later
    return new Response('{}', { status })
  })
  const { url, close } = await listen(app, port)
  return {
    url: `${url}/hook`,
    close,
    received,
    async first(count) {
      if (received.length < count) await new Promise<void>((resolve) => waiting.push({ count, resolve }))
      return received.slice(0, count)
    },
    answerWith(...next) {
      statuses = next
    },
  }
}
