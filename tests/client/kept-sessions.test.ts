import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ask, askAnew, heldView, keepView } from '../../client/live/kept-sessions.ts'
import type { SessionView } from '../../shared/session-view.ts'
import { sessionOf } from './session-of.ts'

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString()
/** Of each test its own, since what a page keeps it keeps for as long as it is open. */
let sessionId = ''
const view = (version: number, second = version): SessionView =>
  sessionOf({ sessionId, version, updatedAt: at(second) })

const shown = () => heldView(sessionId)
/** What was asked of the server and is not answered yet, the oldest first. */
let asked: ((view: SessionView) => void)[] = []

beforeEach(() => {
  sessionId = randomUUID()
  asked = []
  vi.stubGlobal('window', new EventTarget())
  vi.stubGlobal('document', new EventTarget())
  vi.stubGlobal('fetch', (_url: string, { signal }: RequestInit) => {
    return new Promise((resolve, reject) => {
      const answer = (data: SessionView) => resolve(Response.json({ result: { data } }))
      asked.push(answer)
      signal?.addEventListener('abort', () => {
        asked = asked.filter((one) => one !== answer)
        reject(new DOMException('', 'AbortError'))
      })
    })
  })
})
afterEach(() => vi.unstubAllGlobals())

const waiting = { timeout: 60_000 } // a busy machine's pause is not a failure

/** Answers the one question that the page asks, once it does. */
async function answer(data: SessionView) {
  const [first] = await vi.waitUntil(() => asked.length > 0 && asked, waiting)
  asked = []
  first?.(data)
}

/** Waits until the page has taken in every answer: only then it asks anew. */
async function settled() {
  expect(asked).toEqual([])
  await vi.waitUntil(() => {
    ask(sessionId)
    return asked.length > 0
  }, waiting)
}

test('a view that was overtaken on the way does not go back: the server is asked, and says so', async () => {
  const fifth = keepView(view(5))
  keepView(view(4))
  expect(shown()).toBe(fifth)
  await answer({ ...fifth })
  await settled()
  expect(shown()).toBe(fifth)
})

test('an older view that the server confirms is of a restored database, and is shown', async () => {
  const fifth = keepView(view(5))
  keepView(view(3))
  expect(shown()).toBe(fifth)
  await answer(view(3))
  await settled()
  expect(shown()).toEqual(view(3))
  keepView(view(4, 9)) // and from there it goes on
  expect(shown()).toEqual(view(4, 9))
})

test('an answer that was overtaken by what came after the question changes nothing', async () => {
  keepView(view(4))
  askAnew(sessionId)
  const fifth = keepView(view(5))
  await answer(view(4))
  await settled()
  expect(shown()).toBe(fifth)
})

test('the same version with another history is of a restored database', async () => {
  const fifth = keepView(view(5))
  keepView(view(5, 20))
  expect(shown()).toBe(fifth)
  await answer(view(5, 20))
  await settled()
  expect(shown()).toEqual(view(5, 20))
})

test('a restored view does not undo what came while it was asked for: the server is asked once more', async () => {
  keepView(view(5))
  askAnew(sessionId)
  const sixth = keepView(view(6))
  await answer(view(3))
  await answer({ ...sixth })
  await settled()
  expect(shown()).toBe(sixth)
})

test('asked twice, the server is asked once; asked anew, the first answer does not count', async () => {
  ask(sessionId)
  ask(sessionId)
  expect(asked).toHaveLength(1)
  const [overtaken] = asked
  askAnew(sessionId)
  expect(asked).toHaveLength(1)
  overtaken?.(view(9))
  await answer(view(2))
  await settled()
  expect(shown()).toEqual(view(2))
})
