import { TRPCClientError } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { pings } from '../../client/heard-source.ts'
import { backoffMs } from '../../client/live/keep-stream.ts'
import { reconnectLink, toStreamEvent } from '../../client/reconnect-link.ts'

test('waits double from half a second and stop growing at ten seconds', () => {
  const longest = [0, 1, 2, 3, 4, 5, 6, 60].map((failures) => Math.round(backoffMs(failures, 0.999999)))
  expect(longest).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000])
})

test('waits are spread over their upper half', () => {
  expect(backoffMs(2, 0)).toBe(1_000)
  expect(backoffMs(2, 0.5)).toBe(1_500)
})

const haveLock = async (_name: string, _options: object, run: (lock: object | null) => unknown) => run({})

interface Stream {
  readonly input: unknown
  isClosed: boolean
  started(): void
  data(id: string): void
  cut(): void
  end(): void
  fail(code: string): void
}

describe('the link that keeps a subscription open', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('window', new EventTarget())
    vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
    vi.stubGlobal('navigator', { locks: { request: haveLock } })
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  /** Subscribes through the link to a server of which each opened stream can be played. */
  function subscribe(input: unknown) {
    const streams: Stream[] = []
    const heard: unknown[] = []
    const link = reconnectLink({})
    const op = { id: 1, type: 'subscription', path: 'session.watch', input, context: {}, signal: null } as const
    const subscription = link({
      op,
      next: (opened) =>
        observable((observer) => {
          const stream: Stream = {
            input: opened.input,
            isClosed: false,
            started: () => observer.next({ result: { type: 'started' } }),
            data: (id) => observer.next({ result: { type: 'data', id, data: id } }),
            cut: () =>
              observer.next({
                result: { type: 'state', state: 'connecting', error: TRPCClientError.from(new Error('cut')) },
              }),
            end: () => observer.complete(),
            fail: (code) =>
              observer.error(TRPCClientError.from({ error: { code: -32_000, message: '', data: { code } } })),
          }
          streams.push(stream)
          return () => {
            stream.isClosed = true
          }
        }),
    }).subscribe({
      next({ result }) {
        if (result.type === 'state') heard.push(toStreamEvent(result))
        else if (result.type === 'data') heard.push(result.data)
      },
      error: () => heard.push('error'),
    })
    const latest = () => streams.at(-1) ?? expect.unreachable('no stream was opened')
    return { streams, heard, latest, subscription }
  }

  test.each<[string, (stream: Stream) => void]>([
    ['is cut', (stream) => stream.cut()],
    ['ends early', (stream) => stream.end()],
    ['fails', (stream) => stream.fail('INTERNAL_SERVER_ERROR')],
    ['fails for want of access', (stream) => stream.fail('UNAUTHORIZED')],
  ])('opens a stream that %s again, after the last event, and tells so', (_what, happen) => {
    const { streams, heard, latest } = subscribe({ sessionId: 'one' })
    latest().started()
    latest().data('7')
    happen(latest())
    expect(streams).toHaveLength(1)
    expect(latest().isClosed).toBe(true)
    vi.advanceTimersByTime(500)
    expect(streams).toHaveLength(2)
    expect(latest().input).toEqual({ sessionId: 'one', lastEventId: '7' })
    latest().started()
    expect(heard).toEqual([
      { type: 'connecting', failures: 0 },
      { type: 'live', isProved: false },
      '7',
      { type: 'connecting', failures: 1 },
      { type: 'live', isProved: false },
    ])
  })

  test('counts failures in a row', () => {
    const { heard, latest } = subscribe({ sessionId: 'one' })
    for (const _ of [1, 2, 3]) {
      latest().cut()
      vi.advanceTimersByTime(10_000)
    }
    expect(heard.at(-1)).toEqual({ type: 'connecting', failures: 3 })
    latest().started()
    vi.advanceTimersByTime(10_001)
    latest().cut()
    expect(heard.at(-1)).toEqual({ type: 'connecting', failures: 1 })
  })

  test.each<[string, (stream: Stream) => void]>([
    [
      'open and do not last',
      (stream) => {
        stream.started()
        vi.advanceTimersByTime(5_000)
        stream.cut()
      },
    ],
    ['are held back', () => vi.advanceTimersByTime(15_000)],
  ])('where streams %s again and again, the page asks, and another is tried a minute later', (_what, happen) => {
    const { streams, heard, latest } = subscribe({ sessionId: 'one' })
    for (const _ of [1, 2]) {
      happen(latest())
      vi.advanceTimersByTime(2_000)
    }
    happen(latest())
    expect(heard.at(-1)).toEqual({ type: 'asking' })
    vi.advanceTimersByTime(50_000) // the pauses before were jittered, so the minute may have begun seconds ago
    expect(streams).toHaveLength(3)
    vi.advanceTimersByTime(10_000)
    expect(streams).toHaveLength(4)
  })

  test('a stream has proved itself when something has come that did not come along with its opening', () => {
    const { heard, latest } = subscribe({ sessionId: 'one' })
    const ping = () => pings.dispatchEvent(new Event('session.watch'))
    latest().started()
    latest().data('1')
    ping()
    expect(heard.at(-2)).toEqual({ type: 'live', isProved: false })
    vi.advanceTimersByTime(15_000)
    ping()
    expect(heard.at(-1)).toEqual({ type: 'live', isProved: true })
    vi.advanceTimersByTime(18_000)
    expect(heard.at(-1)).toEqual({ type: 'live', isProved: false })
    ping()
    expect(heard.at(-1)).toEqual({ type: 'live', isProved: true })
    latest().cut()
    ping()
    expect(heard.at(-1)).toEqual({ type: 'connecting', failures: 1 })
  })

  test('gives up a stream that does not open in fifteen seconds', () => {
    const { streams, latest } = subscribe(undefined)
    vi.advanceTimersByTime(15_000)
    expect(latest().isClosed).toBe(true)
    vi.advanceTimersByTime(500)
    expect(streams.map(({ input }) => input)).toEqual([undefined, undefined])
  })

  test.each(['online', 'visibilitychange'])('opens it anew at once on %s, while it waits or is open', (event) => {
    const { streams, latest } = subscribe({ sessionId: 'one' })
    const comeBack = () => (event === 'online' ? window : document).dispatchEvent(new Event(event))
    latest().cut()
    comeBack()
    expect(streams).toHaveLength(2)
    latest().started()
    latest().data('8')
    comeBack()
    expect(streams.map(({ isClosed }) => isClosed)).toEqual([true, true, false])
    expect(latest().input).toEqual({ sessionId: 'one', lastEventId: '8' })
    vi.advanceTimersByTime(10_000)
    expect(streams).toHaveLength(3)
  })

  test('ends where the server knows no such session', () => {
    const { streams, heard, latest } = subscribe({ sessionId: 'one' })
    latest().fail('NOT_FOUND')
    vi.advanceTimersByTime(60_000)
    expect(heard.at(-1)).toBe('error')
    expect(streams).toHaveLength(1)
  })

  test('closes the stream and opens none once it is unsubscribed', () => {
    const { streams, latest, subscription } = subscribe({ sessionId: 'one' })
    subscription.unsubscribe()
    expect(latest().isClosed).toBe(true)
    window.dispatchEvent(new Event('online'))
    vi.advanceTimersByTime(60_000)
    expect(streams).toHaveLength(1)
  })

  test('a browser with no stream to spare is told so, until there is one', async () => {
    const lock = vi.fn(async (_name: string, _options: object, run: (lock: object | null) => unknown) => run(null))
    vi.stubGlobal('navigator', { locks: { request: lock } })
    const { streams, heard, latest } = subscribe({ sessionId: 'one' })
    await vi.advanceTimersByTimeAsync(100)
    expect(heard.at(-1)).toEqual({ type: 'asking' })
    expect(streams).toHaveLength(0)
    lock.mockImplementation(async (_name, _options, run) => run({}))
    await vi.advanceTimersByTimeAsync(2_000)
    latest().started()
    expect(heard.at(-1)).toEqual({ type: 'live', isProved: false })
  })
})
