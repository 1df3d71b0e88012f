import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { appRouter } from '../../../server/trpc/router.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { watchSession } from '../../support/watcher.ts'

const Procedures = z.record(z.string(), z.custom<{ _def: { type: string } }>())
const streams = Object.entries(Procedures.parse(Reflect.get(appRouter, '_def').procedures))
  .filter(([, procedure]) => procedure._def.type === 'subscription')
  .map(([path]) => path)

/** Every way to write a procedure's path, by what is unusual about it. */
const ways: readonly [string, (path: string) => string][] = [
  ['nothing', (path) => path],
  ['a slash at the end', (path) => `${path}/`],
  ['two slashes at the end', (path) => `${path}//`],
  ['two slashes before it', (path) => `/${path}`],
  ['an encoded dot', (path) => path.replace('.', '%2E')],
  ['an encoded letter', (path) => `%${path.charCodeAt(0).toString(16)}${path.slice(1)}`],
  ['a batch', (path) => `${path}?batch=1`],
  ['a batch of two', (path) => `session.get,${path}?batch=1`],
  ['a batch with an encoded comma', (path) => `session.get%2C${path}/?batch=1`],
]
const sessionId = crypto.randomUUID()
const withInput = (path: string) =>
  `${path}${path.includes('?') ? '&' : '?'}input=${encodeURIComponent(JSON.stringify({ sessionId }))}`

test('there is something to guard', () => {
  expect(streams).toEqual(expect.arrayContaining(['session.watch', 'admin.watchStats', 'qa.watchTimeline']))
})

describe.each(ways)('a stream written with %s', (_, write) => {
  const statusesOf = async ({ url }: TestServer, paths: readonly string[]) => {
    const answers = await Promise.all(paths.map((path) => fetch(`${url}/trpc/${withInput(write(path))}`)))
    return Object.fromEntries(paths.map((path, index) => [path, answers[index]?.status]))
  }

  test('is counted', async () => {
    const server = await startTestServer({ variables: { MAX_STREAMS_PER_ADDRESS: '1' } })
    const session = await server.trpc.session.create.mutate({})
    const watcher = watchSession(server, session.sessionId)
    await watcher.until((views) => views.length === 1)
    expect(await statusesOf(server, streams)).toEqual(Object.fromEntries(streams.map((path) => [path, 429])))
    watcher.cut()
  })

  test('is refused to others where it is an operator’s', async () => {
    const operators = streams.filter((path) => !path.startsWith('session.'))
    const statuses = await statusesOf(await startTestServer(), operators)
    expect(statuses).toEqual(Object.fromEntries(operators.map((path) => [path, 401])))
  })
})

test.each(['SESSION.WATCH', 'session.Watch', 'session.watch.', 'session.watch%'])('%s is no stream', async (path) => {
  const server = await startTestServer()
  const response = await fetch(`${server.url}/trpc/${path}`)
  expect([400, 404]).toContain(response.status)
  expect(response.headers.get('content-type')).not.toContain('event-stream')
})
