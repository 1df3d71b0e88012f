import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { advance, type SessionState } from '../../../shared/advance.ts'
import type { SessionEvent } from '../../../shared/session-status.ts'
import { topicOf } from '../../../shared/session-topic.ts'
import type { TestServer } from '../../support/test-server.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

/** A session on a real server, and what makes events happen to it over HTTP. */
export async function driveSession(server: TestServer) {
  const { sessionId, invitationId } = await createSession(server)
  const keys = { invitationId, connectionId: randomUUID() }
  return {
    sessionId,
    /** Causes one event the way it is caused in earnest. @throws where no test knows how. */
    async cause(event: SessionEvent): Promise<void> {
      const topic = topicOf(event)
      if (topic !== null) {
        const { status } = await sendWebhook(server, guideWebhook(topic, keys))
        expect(status).toBe(200)
      } else if (event in renewals) await renew(server, sessionId, event)
      else if (event === 'session.cancelled') await server.trpc.session.cancel.mutate({ sessionId })
      else throw new Error(`No test knows how to cause ${event} at once`)
    },
    /** Where it is now. */
    async state(): Promise<SessionState> {
      const { status, credential, proof } = await server.trpc.session.get.query({ sessionId })
      return { status, credential, proof }
    },
  }
}

/** More sessions at a time would wait for each other where the machine is busy. */
const atOnce = 16

/** A session; where the stand-in platform was too busy, and nothing was stored, once more. */
async function createSession(
  { trpc }: Pick<TestServer, 'trpc'>,
  tries = 5,
): Promise<{ sessionId: string; invitationId: string }> {
  return trpc.session.create.mutate({}).catch((error: unknown) => {
    if (tries <= 1) throw error
    return createSession({ trpc }, tries - 1)
  })
}

const renewals: Readonly<Record<string, 'requestProof' | 'offerCredential'>> = {
  'session.proof-renewed': 'requestProof',
  'session.offer-renewed': 'offerCredential',
}

/** Asks again, as soon as the platform has refused what was asked before. What the session does not allow is tried in vain. */
async function renew({ trpc }: TestServer, sessionId: string, event: SessionEvent): Promise<void> {
  const before = await trpc.session.get.query({ sessionId })
  const { status, credential, proof, requestType } = before
  const isTaken = advance({ status, credential, proof }, event, requestType).outcome === 'applied'
  const ask = () =>
    trpc.session[renewals[event] ?? 'requestProof'].mutate({ sessionId }).then(
      ({ version }) => version > before.version,
      () => false,
    )
  if (isTaken) await expect.poll(ask).toBe(true)
  else expect(await ask()).toBe(false)
}

/** Runs `work` on every item, some at a time, and answers in their order. */
export async function allOf<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const queue = items.entries()
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return results
}
