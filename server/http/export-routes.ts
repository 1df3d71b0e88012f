import { type Context, Hono } from 'hono'
import type { z } from 'zod'
import { ListSessions, WebhookFilter } from '../../shared/admin-inputs.ts'
import { parseJson } from '../../shared/parse-json.ts'
import { listSessions } from '../admin/list-sessions.ts'
import { listWebhooks } from '../admin/list-webhooks.ts'
import { recordExport } from '../admin/record-export.ts'
import type { Services } from '../trpc/init.ts'
import { type Cell, toCsvLine } from './csv-line.ts'
import { toVisitor, type VisitorDeps } from './operator-session.ts'

const pageSize = 200

const webhookColumns = [
  ...([
    'createdAt',
    'webhookId',
    'dialect',
    'topic',
    'outcome',
    'effect',
    'error',
    'reference',
    'sessionId',
    'label',
  ] as const),
  ...(['connectionId', 'invitationId', 'organizationId', 'lagMs', 'attempts', 'redeliveries'] as const),
] as const
const sessionColumns = [
  ...([
    'createdAt',
    'reference',
    'sessionId',
    'registrationNumber',
    'requestType',
    'outcome',
    'stalledAt',
    'status',
    'proof',
    'credential',
    'theirLabel',
  ] as const),
  ...(['connectionId', 'invitationId', 'updatedAt', 'expiresAt'] as const),
] as const

/** Lists as CSV, of what `filter` (JSON, as the lists take it) lets through, in UTF-8 and line by line while they are read. */
export function createExportRoutes(services: Services, visitors: VisitorDeps): Hono {
  const { db } = services
  const answer = async <Filter extends object>(
    c: Context,
    what: string,
    schema: z.ZodType<Filter>,
    lines: Lines<Filter>,
  ) => {
    const operator = await toVisitor(visitors, c, new Headers()).operator()
    if (!operator) return c.json({ error: 'Unauthorized' }, 401)
    const { data: filter } = schema.safeParse(parseJson(c.req.query('filter') ?? '{}'))
    if (!filter) return c.json({ error: 'Invalid filter' }, 400)
    await recordExport(services, operator, { list: what, filter })
    return c.body(toStream(lines(filter)), 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${what}-${services.now().toISOString().slice(0, 10)}.csv"`,
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    })
  }
  return new Hono()
    .get('/webhooks.csv', (c) =>
      answer(c, 'webhooks', WebhookFilter, (filter) =>
        toLines(webhookColumns, (cursor) => listWebhooks({ db }, { ...filter, cursor, limit: pageSize })),
      ),
    )
    .get('/sessions.csv', (c) =>
      answer(c, 'sessions', ListSessions.omit({ cursor: true, limit: true }), (filter) =>
        toLines(sessionColumns, (cursor) => listSessions(services, { ...filter, cursor, limit: pageSize })),
      ),
    )
}

type Lines<Filter> = (filter: Filter) => AsyncGenerator<string>

/** Page by page, as fast as they are taken. */
async function* toLines<Name extends string>(
  columns: readonly Name[],
  read: (
    cursor: string | null,
  ) => Promise<{ items: readonly Readonly<Record<Name, Cell>>[]; nextCursor: string | null }>,
): AsyncGenerator<string> {
  yield toCsvLine(columns)
  let cursor: string | null = null
  do {
    const page = await read(cursor)
    yield page.items.map((item) => toCsvLine(columns.map((name) => item[name]))).join('')
    cursor = page.nextCursor
  } while (cursor !== null)
}

/** With the mark by which spreadsheets know UTF-8. */
function toStream(lines: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode('\uFEFF')),
    async pull(controller) {
      const { value, done } = await lines.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    cancel: () => void lines.return(undefined),
  })
}
