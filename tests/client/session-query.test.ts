import { QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keepView, sessionQuery } from '../../client/live/session-query.ts'
import { queryClient } from '../../client/query-client.ts'
import type { SessionView } from '../../shared/session-view.ts'
import { sessionOf } from './session-of.ts'

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString()
const view = (version: number, second = version): SessionView => sessionOf({ version, updatedAt: at(second) })
const [third, fourth, fifth, sixth] = [view(3), view(4), view(5), view(6)]

const { sessionId } = third
const shown = () => queryClient.getQueryData(sessionQuery(sessionId).queryKey)
/** What was asked of the server and is not answered yet, the oldest first. */
let asked: ((view: SessionView) => void)[] = []
let close = () => {}

beforeEach(() => {
  asked = []
  vi.stubGlobal('window', new EventTarget())
  vi.stubGlobal('document', new EventTarget())
  vi.stubGlobal('fetch', (_url: string, { signal }: RequestInit) => {
    return new Promise((resolve, reject) => {
      const answer = (data: SessionView) => resolve(Response.json([{ result: { data } }]))
      asked.push(answer)
      signal?.addEventListener('abort', () => {
        asked = asked.filter((one) => one !== answer)
        reject(new DOMException('', 'AbortError'))
      })
    })
  })
})
afterEach(() => {
  close()
  queryClient.clear()
  vi.unstubAllGlobals()
})

/** A page that shows `first`, and what it does not ask for by itself is not asked for. */
function open(first: SessionView) {
  keepView(first)
  close = new QueryObserver(queryClient, sessionQuery(sessionId)).subscribe(() => undefined)
}

/** Answers the one question that the page asks, once it does. */
async function answer(data: SessionView) {
  const [first] = await vi.waitUntil(() => asked.length > 0 && asked, waiting)
  asked = []
  first?.(data)
}

const waiting = { timeout: 60_000 } // a busy machine's pause is not a failure
const settled = () => vi.waitUntil(() => queryClient.isFetching() === 0, waiting)

test('a view that was overtaken on the way does not go back: the server is asked, and says so', async () => {
  open(fifth)
  keepView(fourth)
  expect(shown()).toBe(fifth)
  await answer({ ...fifth })
  await settled()
  expect(shown()).toBe(fifth)
})

test('an older view that the server confirms is of a restored database, and is shown', async () => {
  open(fifth)
  keepView(third)
  expect(shown()).toBe(fifth)
  await answer(third)
  await settled()
  expect(shown()).toEqual(third)
  keepView(view(4, 9)) // and from there it goes on
  expect(shown()).toEqual(view(4, 9))
})

test('an answer that was overtaken by what came after the question changes nothing', async () => {
  open(fourth)
  void queryClient.invalidateQueries({ queryKey: sessionQuery(sessionId).queryKey })
  await vi.waitUntil(() => asked.length > 0, waiting)
  keepView(fifth)
  await answer(fourth)
  await settled()
  expect(shown()).toBe(fifth)
})

test('the same version with another history is of a restored database', async () => {
  open(fifth)
  keepView(view(5, 20))
  expect(shown()).toBe(fifth)
  await answer(view(5, 20))
  await settled()
  expect(shown()).toEqual(view(5, 20))
})

test('a restored view does not undo what came while it was asked for: the server is asked once more', async () => {
  open(fifth)
  void queryClient.invalidateQueries({ queryKey: sessionQuery(sessionId).queryKey })
  await vi.waitUntil(() => asked.length > 0, waiting)
  keepView(sixth)
  await answer(third)
  await answer(sixth)
  await settled()
  expect(shown()).toBe(sixth)
  expect(asked).toEqual([])
})
