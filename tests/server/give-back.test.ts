import { afterEach, expect, test, vi } from 'vitest'
import { createGiveBack } from '../../server/give-back.ts'

afterEach(() => void vi.useRealTimers())

test('memory is given back once, after very many streams have ended and no more do', () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  vi.spyOn(performance, 'eventLoopUtilization').mockReturnValue({ idle: 1, active: 0, utilization: 0.1 })
  const collect = vi.fn()
  const giveBack = createGiveBack(collect)
  const end = (streams: number) => {
    for (let stream = 0; stream < streams; stream++) giveBack.streamEnded()
  }
  end(999)
  vi.advanceTimersByTime(60_000)
  expect(collect).not.toHaveBeenCalled()
  end(500)
  vi.advanceTimersByTime(4_000)
  end(500)
  vi.advanceTimersByTime(1_000)
  expect(collect).not.toHaveBeenCalled()
  vi.advanceTimersByTime(5_000)
  expect(collect).toHaveBeenCalledOnce()
  vi.advanceTimersByTime(60_000)
  expect(collect).toHaveBeenCalledOnce()
})
