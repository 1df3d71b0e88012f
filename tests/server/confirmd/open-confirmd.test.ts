import { expect, onTestFinished, test } from 'vitest'
import { openConfirmd } from '../../../server/confirmd/open-confirmd.ts'
import { readEnv } from '../../../server/env.ts'
import { freshDirectory } from '../../support/databases.ts'
import { webhookSecret } from '../../support/secrets.ts'
import { startTestServer } from '../../support/test-server.ts'
import { collectLog } from './collect-log.ts'
import { platformVariables } from './platform-and-server.ts'
import { reply, startStub } from './stub-platform.ts'

const account = {
  CLIENT_ID: 'c',
  CLIENT_SECRET: 's',
  ORGANIZATION_ID: '0b1c2d3e-0000-4000-8000-000000000009',
  CREDENTIAL_DEFINITION_ID: 'registration-def',
}

async function opened(variables: Record<string, string>) {
  const { log, text } = collectLog()
  const options = { log, webhookSecret, dataDirectory: await freshDirectory(), here: 'http://127.0.0.1:1' }
  const confirmd = await openConfirmd(readEnv(variables), options)
  onTestFinished(() => confirmd.simulator?.close())
  return { ...confirmd, logged: text() }
}

test('a start without a definition of what is asked for warns by name, and still asks for one definition only', async () => {
  const { config, organizationId, logged } = await opened(account)
  expect(organizationId).toBe(account.ORGANIZATION_ID)
  expect(logged).toContain('PROOF_CREDENTIAL_DEFINITION_ID: is not set')
  const { attributes } = config.registration.proof
  expect(new Set(attributes.map((one) => one.credentialDefinitionId))).toEqual(new Set(['registration-def']))
  expect((await opened({ ...account, PROOF_CREDENTIAL_DEFINITION_ID: 'card-def' })).logged).toBe('')
})

test('the simulated organization has a UUID, as the platform asks for, and definitions of its own', async () => {
  const { config, organizationId, logged } = await opened({})
  expect(organizationId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  expect(config.registration.offer.credentialDefinitionId).toContain(':3:CL:')
  expect(logged).not.toContain('PROOF_CREDENTIAL_DEFINITION_ID')
})

test('where too many students wait for a platform that hangs, the next is told to come again', async () => {
  const hanging = Promise.withResolvers<Response>()
  const stub = await startStub({ api: async () => (await hanging.promise).clone() })
  onTestFinished(stub.close)
  const urls = { CONFIRMD_AUTH_URL: `${stub.url}/token`, CONFIRMD_API_URL: stub.url }
  const server = await startTestServer({ variables: { ...platformVariables(stub), ...urls } })
  const create = () => fetch(`${server.url}/api/connections/session`, { method: 'POST' })
  const created = Array.from({ length: 221 }, create)
  const refused = await Promise.any(
    created.map(async (waiting) => {
      const response = await waiting
      if (response.status === 429) return response
      throw new Error(`HTTP ${response.status}`)
    }),
  )
  expect(refused.headers.get('retry-after')).toBe('5')
  expect(await refused.json()).toEqual({ error: 'Too many requests are waiting for the wallet platform' })
  expect(stub.calls.length).toBeLessThanOrEqual(20)
  hanging.resolve(reply(400, null))
  expect(new Set((await Promise.all(created)).map(({ status }) => status))).toEqual(new Set([502, 429]))
})
