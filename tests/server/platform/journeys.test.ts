import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createFill, type Journey, post, readJourneys } from '../../platform/play.ts'
import { databases } from '../../support/databases.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

/** Sessions that a journey's webhooks belong to, and what sends them. */
async function begin(server: TestServer, { dialect, before, expected }: Journey) {
  const first = before.length > 0 ? await server.trpc.session.create.mutate({}) : undefined
  const { sessionId, invitationId } = await server.trpc.session.create.mutate({ requestType: expected.requestType })
  const fill = createFill({ invitationId, ...(first && { firstInvitationId: first.invitationId }) })
  const send = async (webhook: object) => {
    const { status, body } = await post(server, dialect, fill(webhook))
    expect(status).toBe(200)
    return body.duplicate === true
  }
  const stateOf = async (id: string) => {
    const { requestType, status, proof, credential } = await server.trpc.session.get.query({ sessionId: id })
    return { requestType, status, proof, credential }
  }
  for (const webhook of before) await send(webhook)
  return { send, state: () => stateOf(sessionId), firstState: first && (() => stateOf(first.sessionId)) }
}

/** Plays them in this order, and answers what the session is at the end. */
async function play(server: TestServer, journey: Journey, order: readonly object[]) {
  const { send, state, firstState } = await begin(server, journey)
  for (const webhook of order) await send(webhook)
  if (firstState) expect(await firstState()).toMatchObject({ status: 'completed', proof: 'idle', credential: 'idle' })
  return state()
}

const shuffled = (webhooks: readonly object[]) =>
  fc.shuffledSubarray([...webhooks], { minLength: webhooks.length, maxLength: webhooks.length })

function ordersOf({ webhooks }: Journey): [string, readonly object[]][] {
  const shuffles = fc.sample(shuffled(webhooks), { seed: 13, numRuns: 3 })
  return [
    ['in order', webhooks],
    ['reversed', webhooks.toReversed()],
    ...shuffles.map((order, index): [string, object[]] => [`shuffled ${index}`, order]),
    ['doubled', webhooks.flatMap((webhook) => [webhook, webhook])],
    ['twice', [...webhooks, ...webhooks]],
  ]
}

const journeys = readJourneys()
describe.each(databases)('on $name', ({ fresh }) => {
  const endsTheSame = async (journey: Journey) => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    for (const [name, order] of ordersOf(journey))
      expect({ name, ...(await play(server, journey, order)) }).toEqual({ name, ...journey.expected })
  }
  test.each(journeys)('$journey, told in $dialect, ends the same in every order', endsTheSame)

  test('any order and repetition of any journey ends in its one state', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    const deliveries = fc.constantFrom(...journeys).chain((journey) =>
      fc
        .array(fc.constantFrom(...journey.webhooks), { maxLength: 6 })
        .chain((again) => shuffled([...journey.webhooks, ...again]))
        .map((order) => ({ journey, order })),
    )
    await fc.assert(
      fc.asyncProperty(deliveries, fc.boolean(), async ({ journey, order }, isAtOnce) => {
        const { send, state } = await begin(server, journey)
        if (isAtOnce) await Promise.all(order.map(send))
        else for (const webhook of order) await send(webhook)
        expect(await state()).toEqual(journey.expected)
      }),
      { numRuns: 40 },
    )
  })
})

test.each(journeys)(
  'a redelivery in $journey, told in $dialect, is a duplicate; what says more is none',
  async (journey) => {
    const server = await startTestServer()
    const { send } = await begin(server, journey)
    for (const webhook of journey.webhooks) expect([await send(webhook), await send(webhook)]).toEqual([false, true])
  },
)
