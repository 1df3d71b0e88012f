import { expect, test } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { startServerProcess } from '../support/server-process.ts'

test('a second server on a port does not pass for the first', async () => {
  const PORT = String(await freePort())
  await using server = await startServerProcess({ PORT })
  await expect(startServerProcess({ PORT })).rejects.toThrow(/The server exited with 1/)
  expect(server.errors()).toEqual([])
})
