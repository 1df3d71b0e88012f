import { parseEvents } from '../../shared/webhook-event.ts'
import type { Engine, StoredWebhook } from './engine.ts'
import { createModel, type ModelEvent } from './model.ts'
import { organizationId } from './server-part.ts'

/** What is not as it was promised, each in a sentence. */
export function check(engine: Engine, acknowledged: ReadonlyMap<string, number>): string[] {
  return [
    ...findLost(engine, acknowledged),
    ...findDifferences(engine),
    ...findGaps(engine),
    ...findMiscounts(engine),
    ...findUnasked(engine),
  ]
}

/** No webhook that was answered 200 is lost, and none is kept twice. */
function findLost({ stored }: Engine, acknowledged: ReadonlyMap<string, number>): string[] {
  const kept = [...stored.webhooks.values()].map(({ webhookId }) => webhookId)
  return [
    ...[...acknowledged.keys()].filter((id) => !kept.includes(id)).map((id) => `${id} was answered 200 and is lost`),
    ...kept.filter((id, index) => kept.indexOf(id) !== index).map((id) => `${id} is kept twice`),
  ]
}

/** The same, one after another in the order of the commits, by the model. */
function findDifferences({ stored, commits }: Engine): string[] {
  const model = createModel()
  const sessionIdOf = new Map([...stored.sessions.values()].map(({ id, sessionId }) => [id, sessionId]))
  for (const { created, webhooks, ended } of commits) {
    for (const session of created) model.create(session)
    for (const { session } of ended) model.end(sessionIdOf.get(session) ?? '')
    for (const webhook of webhooks) model.tell(toModelEvent(webhook))
  }
  const differences: string[] = []
  const compare = (what: string, is: unknown, shouldBe: unknown) => {
    if (is !== shouldBe) differences.push(`${what} is ${is}, and should be ${shouldBe}`)
  }
  for (const should of model.sessions) {
    const is = [...stored.sessions.values()].find(({ sessionId }) => sessionId === should.sessionId)
    for (const name of ['status', 'proof', 'credential', 'connectionId'] as const)
      compare(`${name} of ${should.invitationId}`, is?.[name], should[name])
    compare(`what waits for ${should.invitationId}`, is?.waitingAfter, null)
  }
  for (const { webhookId, topic, outcome, error } of stored.webhooks.values())
    compare(`${webhookId} (${topic}${error === null ? '' : `, ${error}`})`, outcome, model.outcomes.get(webhookId))
  return differences
}

function toModelEvent({ id, webhookId, connectionId, invitationId, events, ...row }: StoredWebhook): ModelEvent {
  const steps = parseEvents(events ?? '[]')
  return { webhookId, order: id, isOurs: row.organizationId === organizationId, connectionId, invitationId, steps }
}

/** Versions are one line from 1, and the last of them is what the session is. */
function findGaps({ stored }: Engine): string[] {
  return [...stored.sessions.values()].flatMap((session) => {
    const own = stored.history.filter((row) => row.session === session.id)
    const versions = own.map(({ version }) => version)
    const last = own.at(-1)
    const isLine = versions.every((version, index) => version === index + 1)
    const isSame = last?.version === session.version && last.status === session.status && last.proof === session.proof
    return isLine && isSame
      ? []
      : [`${session.invitationId} has versions ${versions.join()}, and is at ${session.version}`]
  })
}

/** The running counts are what counting would find. */
function findMiscounts({ stored }: Engine): string[] {
  const counted = new Map<string, number>()
  const count = (key: string) => counted.set(key, (counted.get(key) ?? 0) + 1)
  for (const { outcome, topic } of stored.webhooks.values()) {
    count(`outcome ${outcome} 0`)
    count(`topic ${topic} 0`)
  }
  for (const { status } of stored.sessions.values()) count(`status ${status} 0`)
  const keys = [...stored.counters.keys(), ...counted.keys()].filter((key) => /^(outcome|topic|status) /.test(key))
  return [...new Set(keys)].flatMap((key) => {
    const [is = 0, should = 0] = [stored.counters.get(key), counted.get(key)]
    return is === should ? [] : [`${key} is counted as ${is}, and there are ${should}`]
  })
}

/** Who is connected is asked for a proof, once; who has proved it is offered a credential, once. */
function findUnasked({ stored }: Engine): string[] {
  return [...stored.sessions.values()].flatMap(({ id, invitationId, status, proof }) => {
    const asked = (kind: string) => stored.commands.filter((row) => row.session === id && row.kind === kind).length
    const isUp = status === 'active' || status === 'completed'
    const isWrong = (kind: string, isDue: boolean) => asked(kind) > 1 || (isDue && asked(kind) === 0)
    return [
      ...(isWrong('requestProof', isUp && proof === 'idle')
        ? [`${invitationId} is asked ${asked('requestProof')} times`]
        : []),
      ...(isWrong('offerCredential', false)
        ? [`${invitationId} is offered ${asked('offerCredential')} credentials`]
        : []),
    ]
  })
}
