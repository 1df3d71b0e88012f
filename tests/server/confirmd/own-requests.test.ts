import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { createConfirmdPlatform } from '../../../server/confirmd/confirmd-platform.ts'
import { droppedFields, platformRules, takeBody } from '../../../server/simulator/platform-rules.ts'
import { collectLog } from './collect-log.ts'
import { invitation, startStub } from './stub-platform.ts'

type Rule = Parameters<typeof takeBody>[0]

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'

/** Whatever is asked is done, in the shapes that matter. */
const done = () =>
  Response.json(
    { ...invitation, data: { ...invitation.data, id: 'app-1', proofId: 'proof-1', webhookUrl: 'https://x.example' } },
    { status: 201 },
  )

test('every body that is sent to the platform is one that it takes, and has no field that it would drop in silence', async () => {
  const stub = await startStub({ api: done })
  onTestFinished(stub.close)
  const platform = createConfirmdPlatform({
    authUrl: `${stub.url}/token`,
    apiUrl: stub.url,
    organizationId: randomUUID(),
    clientId: 'client',
    clientSecret: 'secret',
    log: collectLog().log,
  })
  const connectionId = randomUUID()
  const attributes = { surname: 'Okafor', othernames: 'Adaeze', matric_number: 'U/1', school_name: 'Unilag' }
  const app = { name: 'n', description: 'd', webhookUrl: 'https://x.example/hook', webhookSecret: 's'.repeat(32) }
  const asks = [
    () => platform.createInvitation(),
    () => platform.requestProof({ connectionId, requestType: 'registration' }),
    () => platform.requestProof({ connectionId, requestType: 'authentication' }),
    () => platform.offerCredential({ connectionId, attributes, registrationNumber: 'NELFUND-1' }),
    () => platform.apps.create(app),
    () => platform.apps.test('app-1', 'Connection'),
    () => platform.apps.rotate('app-1', app.webhookSecret),
  ]
  for (const ask of asks) await ask().catch(() => undefined) // what matters is what was sent

  const checked = stub.calls.flatMap(({ method, path, body }) => {
    const url = new URL(path, stub.url)
    const found = Object.entries(platformRules).find(
      ([, rule]) =>
        rule.method === method &&
        new RegExp(`^${rule.path.replace(/\{\w+\}/g, `(?:${uuid}|app-1)`)}$`).test(url.pathname),
    )
    if (!found) return []
    const [name, rule]: readonly [string, Rule] = found
    const sent: unknown = JSON.parse(body)
    expect(() => takeBody(rule, sent, Object.fromEntries(url.searchParams)), name).not.toThrow()
    expect(droppedFields(rule, sent), name).toEqual([])
    return name
  })
  expect(new Set(checked)).toEqual(
    new Set(['createInvitation', 'requestProof', 'offerCredential', 'createApp', 'testApp', 'rotateSecret']),
  )
})
