import { expect, test, vi } from 'vitest'
import { type Reply, tokenReply } from './stub-platform.ts'
import { failureOf, stubbed } from './stubbed.ts'

test('any number of callers wait for one token', async () => {
  const { stub, platform } = await stubbed()
  await Promise.all(Array.from({ length: 20 }, () => platform.createInvitation()))
  await platform.createInvitation()
  expect(stub.tokens).toHaveLength(1)
  expect(stub.calls).toHaveLength(21)
})

test('a token is asked for as long as somebody waits for it, and no longer', async () => {
  const asked = Promise.withResolvers<void>()
  const answered = Promise.withResolvers<void>()
  const { stub, platform } = await stubbed(undefined, {}, async (seen) => {
    asked.resolve()
    await answered.promise
    return tokenReply(seen)
  })
  const [one, two] = [new AbortController(), new AbortController()]
  const left = failureOf(platform.createInvitation(one.signal))
  const stayed = platform.createInvitation(two.signal)
  await asked.promise
  one.abort()
  expect(await left).toMatchObject({ effect: 'none' })
  answered.resolve()
  expect(await stayed).toMatchObject({ invitationId: 'record-1' })
  expect(stub.tokens).toHaveLength(1)
  expect(stub.calls).toHaveLength(1)
})

test('a token that nobody waits for any more is not waited for', async () => {
  const asked = Promise.withResolvers<void>()
  let gone = false
  const token: Reply = ({ signal }) => {
    asked.resolve()
    return new Promise<Response>(() => signal.addEventListener('abort', () => (gone = true)))
  }
  const { platform } = await stubbed(undefined, {}, token)
  const abort = new AbortController()
  const left = failureOf(platform.createInvitation(abort.signal))
  await asked.promise
  abort.abort()
  await left
  await vi.waitFor(() => expect(gone).toBe(true))
})

test('a token is renewed shortly before it expires', async () => {
  let nowMs = Date.parse('2026-03-01T10:00:00Z')
  const { stub, platform } = await stubbed(undefined, { now: () => new Date(nowMs) })
  await platform.createInvitation()
  nowMs += 269_000
  await platform.createInvitation()
  expect(stub.tokens).toHaveLength(1)
  nowMs += 2_000
  await platform.createInvitation()
  expect(stub.tokens).toHaveLength(2)
})
