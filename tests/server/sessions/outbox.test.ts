import { describe, expect, onTestFinished, test } from 'vitest'
import { systemActor } from '../../../server/actor.ts'
import { resendCommand } from '../../../server/admin/refused-commands.ts'
import { cancelSession } from '../../../server/sessions/cancel-session.ts'
import { createSession } from '../../../server/sessions/create-session.ts'
import { startDispatcher } from '../../../server/sessions/dispatcher.ts'
import { getProblem } from '../../../server/sessions/get-problem.ts'
import { renewRequest } from '../../../server/sessions/renew-request.ts'
import { createInbox } from '../../../server/webhooks/inbox.ts'
import { databases } from '../../support/databases.ts'
import { toEvent } from '../../support/to-event.ts'
import { guideWebhook } from '../../support/webhooks.ts'
import { connectionId, nobody, setUp } from './recording-platform.ts'

describe.each(databases)('what the platform is asked for, on $name', ({ fresh }) => {
  test('a registration asks for a proof once connected, verifies what is presented, and offers once verified', async () => {
    const { platform, start, tell, commands } = await setUp(await fresh())
    start()
    await tell('connections.request')
    expect(await commands()).toEqual([])
    await tell('connections.completed')
    await expect.poll(() => platform.calls).toEqual(['requestProof'])
    await tell('proofs.request', { proofId: 'proof 1' })
    await tell('proofs.presentation', { proofId: 'proof 1' })
    await expect.poll(() => platform.calls).toEqual(['requestProof', 'verifyPresentation'])
    await tell('proofs.verified', { proofId: 'proof 1' })
    await expect.poll(() => platform.calls).toEqual(['requestProof', 'verifyPresentation', 'offerCredential'])
    await expect
      .poll(async () => (await commands()).map(({ outcome, recordId }) => `${outcome} ${recordId}`))
      .toEqual(['answered proof 1', 'answered proof 1', 'answered credential 1'])
  })

  test('an authentication ends with the proof', async () => {
    const { db, ctx, platform, start, commands } = await setUp(await fresh())
    start()
    const inbox = createInbox({ ...ctx, observer: { stored: () => {}, committed: () => {} } })
    const other = {
      ...ctx,
      platform: { createInvitation: async () => ({ invitationId: 'other', invitationUrl: 'https://x' }) },
    }
    const { sessionId } = await createSession(other, 'authentication', nobody)
    const keys = { invitationId: 'other', connectionId: 'another' }
    for (const topic of ['connections.completed', 'proofs.verified']) {
      await inbox.store(toEvent(guideWebhook(topic, keys, topic)))
    }
    await expect.poll(async () => (await db.views.view(sessionId))?.proof).toBe('verified')
    expect((await commands()).map(({ kind }) => kind)).toEqual(['requestProof'])
    expect(platform.calls).not.toContain('offerCredential')
  })

  test('what webhooks of one commit have overtaken is not asked for', async () => {
    const { tell, commands } = await setUp(await fresh())
    await tell('proofs.request')
    await tell('proofs.verified')
    await tell('credentials.offer')
    await tell('connections.completed') // frees all that waited
    expect((await commands()).map(({ kind }) => kind)).toEqual([])
  })

  test('a platform that is away is tried again after growing waits; nothing is asked twice', async () => {
    const { ctx, sessionId, platform, start, tell, passTime, commands } = await setUp(await fresh())
    platform.faults.requestProof = ['none', 'none', 'none']
    start()
    await tell('connections.completed')
    await expect.poll(async () => (await commands())[0]?.outcome).toBe('waiting')
    await expect
      .poll(() => {
        passTime(1_000)
        return platform.calls.length
      })
      .toBe(4)
    await expect.poll(async () => (await commands())[0]?.outcome).toBe('answered')
    expect(platform.made.proof).toHaveLength(1)
    expect(await getProblem(ctx, sessionId)).toBeNull()
  })

  test('a call whose answer nobody read is looked up: what was made is not made again', async () => {
    const { platform, start, tell, passTime, commands } = await setUp(await fresh())
    platform.faults.requestProof = ['lost answer']
    platform.faults.offerCredential = ['lost answer']
    platform.faults.list = ['none']
    start()
    await tell('connections.completed')
    await expect.poll(() => platform.calls).toEqual(['requestProof'])
    await tell('proofs.verified')
    const settled = async () => (await commands()).map(({ outcome, recordId }) => `${outcome} ${recordId}`)
    await expect
      .poll(async () => {
        passTime(10_000)
        return await settled()
      })
      .toContain('answered credential 1')
    expect(platform.made.credential).toEqual(['credential 1'])
    expect(platform.calls.filter((call) => call === 'offerCredential')).toHaveLength(1)
  })

  test('a call that never reached the platform is found to have made nothing, and is made', async () => {
    const { platform, start, tell, passTime } = await setUp(await fresh())
    platform.faults.requestProof = ['unknown']
    start()
    await tell('connections.completed')
    await expect
      .poll(() => {
        passTime(10_000)
        return platform.made.proof
      })
      .toEqual(['proof 1'])
  })

  test('an offer whose fate cannot be found out is never made a second time: a person is asked', async () => {
    const { ctx, sessionId, platform, start, tell, passTime } = await setUp(await fresh())
    platform.options.hasLists = false
    platform.faults.offerCredential = ['lost answer']
    start()
    await tell('connections.completed')
    await tell('proofs.verified', { proofId: 'proof 1' })
    await expect
      .poll(async () => {
        passTime(30_000)
        return getProblem(ctx, sessionId)
      })
      .toBe('offerCredential')
    expect(platform.made.credential).toHaveLength(1)
  })

  test('what the platform refuses is given up loudly: the session says so, and an operator can send it again', async () => {
    const { sessionId, ctx, platform, start, tell, commands } = await setUp(await fresh())
    platform.faults.requestProof = ['refused']
    start()
    await tell('connections.completed')
    await expect.poll(() => getProblem(ctx, sessionId)).toBe('requestProof')
    const [refused] = await commands()
    expect(refused).toMatchObject({ outcome: 'refused', error: 'credDefId is not yours', dueAt: null })
    await resendCommand(ctx, { id: refused?.id ?? 0 }, systemActor)
    await expect.poll(async () => (await commands()).map(({ outcome }) => outcome)).toEqual(['answered'])
    expect(await getProblem(ctx, sessionId)).toBeNull()
    await expect(resendCommand(ctx, { id: refused?.id ?? 0 }, systemActor)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('nothing more is asked for a session that has ended', async () => {
    const { ctx, platform, sessionId, start, tell, passTime, commands } = await setUp(await fresh())
    platform.faults.requestProof = ['none']
    start()
    await tell('connections.completed')
    await expect.poll(async () => (await commands())[0]?.calls).toBe(1)
    await cancelSession(ctx, sessionId)
    passTime(60_000)
    await expect.poll(async () => (await commands())[0]?.outcome).toBe('dropped')
    expect(platform.calls).toHaveLength(1)
  })

  test('asked again after a refusal: a new attempt with a record of its own; what comes of the earlier one is stale', async () => {
    const { ctx, platform, sessionId, start, tell, commands, view, outcome } = await setUp(await fresh())
    start()
    await tell('connections.completed')
    await expect.poll(async () => (await commands())[0]?.recordId).toBe('proof 1')
    expect((await renewRequest(ctx, sessionId, 'requestProof')).version).toBe(2) // it is being asked: not twice
    await tell('proofs.request', { proofId: 'proof 1' })
    await tell('proofs.declined', { proofId: 'proof 1' })
    expect((await view())?.proof).toBe('declined')

    const asked = await Promise.all([1, 2, 3].map(() => renewRequest(ctx, sessionId, 'requestProof')))
    expect(asked.map(({ proof }) => proof)).toEqual(['request', 'request', 'request'])
    await expect.poll(() => platform.made.proof).toEqual(['proof 1', 'proof 2'])
    await expect.poll(async () => (await commands())[1]?.outcome).toBe('answered')
    await tell('proofs.verified', { proofId: 'proof 1' })
    expect(await outcome('proofs.verified')).toEqual(['stale'])
    await tell('proofs.verified', { proofId: 'proof 2' })
    expect(await outcome('proofs.verified')).toEqual(['stale', 'applied'])
    await expect.poll(() => platform.made.credential).toEqual(['credential 1'])

    await tell('credentials.declined', { credentialId: 'credential 1' })
    expect((await renewRequest(ctx, sessionId, 'offerCredential')).credential).toBe('offer')
    await expect.poll(() => platform.made.credential).toEqual(['credential 1', 'credential 2'])
  })

  test('a webhook of the new record that is here before the answer counts', async () => {
    const { ctx, sessionId, tell, view } = await setUp(await fresh())
    await tell('connections.completed')
    await tell('proofs.failed', { proofId: 'first' })
    await renewRequest(ctx, sessionId, 'requestProof')
    await tell('proofs.verified', { proofId: 'first' })
    expect((await view())?.proof).toBe('request')
    await tell('proofs.verified', { proofId: 'second' })
    expect((await view())?.proof).toBe('verified')
  })

  test('only where it is called for: not before the connection, no offer without a verified registration', async () => {
    const { ctx, sessionId, tell } = await setUp(await fresh())
    await expect(renewRequest(ctx, sessionId, 'requestProof')).rejects.toMatchObject({ code: 'NOT_CONNECTED' })
    await tell('connections.active')
    await expect(renewRequest(ctx, sessionId, 'offerCredential')).rejects.toMatchObject({ code: 'NOT_VERIFIED' })
    await cancelSession(ctx, sessionId)
    await expect(renewRequest(ctx, sessionId, 'requestProof')).rejects.toMatchObject({ code: 'SESSION_ENDED' })
  })

  test('what a process had taken when it died is taken over, and looked up first', async () => {
    const url = await fresh()
    const { db, ctx, platform, start, tell, passTime, commands } = await setUp(url)
    platform.faults.requestProof = ['hangs']
    const dying = start()
    await tell('connections.completed')
    await expect.poll(() => platform.calls).toEqual(['requestProof'])
    platform.made.proof.push('proof of the dead') // which it had made when the process died
    await dying.stop()
    expect((await commands())[0]).toMatchObject({ outcome: 'calling' })
    if (db.shared) passTime(31_000) // its lease
    onTestFinished(startDispatcher(ctx).stop)
    await expect
      .poll(async () => (await commands())[0])
      .toMatchObject({ outcome: 'answered', recordId: 'proof of the dead' })
    expect(platform.calls).toEqual(['requestProof'])
  })

  test('a reused connection is the new session’s: what it does next moves that one, and the old history stays', async () => {
    const { db, ctx, start, tell, view, platform } = await setUp(await fresh())
    start()
    await tell('connections.completed')
    await expect.poll(() => platform.made.proof).toEqual(['proof 1'])
    await tell('proofs.verified', { proofId: 'proof 1' })
    const next = {
      ...ctx,
      platform: { createInvitation: async () => ({ invitationId: 'next', invitationUrl: 'https://x' }) },
    }
    const inbox = createInbox({ ...ctx, observer: { stored: () => {}, committed: () => {} } })
    const reuse = toEvent(guideWebhook('connections.completed', { connectionId, invitationId: 'next' }, 'reuse'))
    await inbox.store({ ...reuse, reuse: true }) // before its session: it waits
    const { sessionId } = await createSession(next, 'registration', nobody)
    expect(await db.views.view(sessionId)).toMatchObject({ status: 'completed', connectionId })
    await expect.poll(() => platform.made.proof).toEqual(['proof 1', 'proof 2'])
    await tell('proofs.presentation', { proofId: 'proof 2', invitationId: undefined })
    expect(await db.views.view(sessionId)).toMatchObject({ proof: 'presentation' })
    await tell('credentials.offer', { credentialId: 'credential 1', invitationId: undefined })
    expect((await view())?.proof).toBe('verified')
  })
})
