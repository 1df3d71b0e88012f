import { describe, expect, test } from 'vitest'
import { getProblem } from '../../../server/sessions/get-problem.ts'
import { renewRequest } from '../../../server/sessions/renew-request.ts'
import { databases } from '../../support/databases.ts'
import { setUp } from './recording-platform.ts'

describe.each(databases)('what was shown and is not handed over, on $name', ({ fresh }) => {
  test('details that are not handed over are told of after a while and tried for on; trying again is at once, and offers once', async () => {
    const { db, ctx, sessionId, platform, start, tell, passTime, commands } = await setUp(await fresh())
    platform.faults.readIdentity = Array.from({ length: 50 }, () => 'none')
    start()
    await tell('connections.completed')
    await tell('proofs.verified', { proofId: 'proof 1' })
    const offers = async () => (await commands()).filter(({ kind }) => kind === 'offerCredential')
    await expect.poll(async () => (await offers())[0]?.outcome).toBe('waiting')
    expect(await getProblem(ctx, sessionId)).toBeNull() // it may be slow for a moment
    passTime(25_000)
    await expect.poll(() => getProblem(ctx, sessionId)).toBe('readIdentity')
    await expect.poll(async () => (await offers()).map(({ outcome }) => outcome)).toEqual(['waiting'])
    expect(await db.query.selectFrom('Student').selectAll().execute()).toEqual([])

    platform.faults.readIdentity = []
    await Promise.all([1, 2, 3].map(() => renewRequest(ctx, sessionId, 'offerCredential')))
    await expect.poll(async () => (await offers()).map(({ outcome }) => outcome)).toEqual(['dropped', 'answered'])
    expect(platform.made.credential).toEqual(['credential 1'])
    expect(await getProblem(ctx, sessionId)).toBeNull()
  })

  test('details that come late need nobody to ask again', async () => {
    const { ctx, sessionId, platform, start, tell, passTime } = await setUp(await fresh())
    platform.faults.readIdentity = ['none', 'none']
    start()
    await tell('connections.completed')
    await tell('proofs.verified', { proofId: 'proof 1' })
    await expect
      .poll(() => {
        passTime(10_000)
        return platform.made.credential
      })
      .toEqual(['credential 1'])
    await expect.poll(() => getProblem(ctx, sessionId)).toBeNull()
  })
})
