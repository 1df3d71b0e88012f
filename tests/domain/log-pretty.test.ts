import { expect, test } from 'vitest'
import { createLog } from '../../server/log.ts'
import { toReadable } from '../../server/log-pretty.ts'

test('at a terminal a line has the local time, the level, the message and its fields, and no secret', async () => {
  let written = ''
  const terminal = {
    isTerminal: true,
    write: (line: string) => {
      written += line
    },
    drained: async () => undefined,
  }
  createLog('info', await toReadable(terminal)).warn(
    { outcome: 'stale', call: { token: 't-o-k-e-n' } },
    'webhook stale',
  )
  expect(written).toMatch(/^\[\d\d:\d\d:\d\d\].*WARN.*webhook stale.*"outcome":"stale"/)
  expect(written.trimEnd()).not.toMatch(/[\n{]"?level|t-o-k-e-n/)
  const [, hours = ''] = /^\[(\d\d)/.exec(written) ?? []
  expect(Math.abs(Number(hours) - new Date().getHours()) % 23).toBeLessThanOrEqual(1)
})
