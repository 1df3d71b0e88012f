import { describe, expect, test } from 'vitest'
import { databases } from '../../support/databases.ts'
import { openReader } from '../../support/open-reader.ts'
import { asOperator } from '../../support/operator.ts'
import { startTestServer } from '../../support/test-server.ts'
import { credeblWebhook, guideWebhook, platformWebhook, sendSigned, sendWebhook } from '../../support/webhooks.ts'

const values = ['71234567890', 'Nwachukwu', '2004-02-29', 'cGhvdG8']
const revealed = { nin: { raw: values[0] }, born: [values[2]] }
const data = {
  proofData: { presentation: { indy: { revealed_attrs: revealed } } },
  credentialAttributes: [{ name: 'surname', value: values[1] }],
  credentialData: { photo: { base64: values[3] } },
}

describe.each(databases)('on $name', ({ fresh }) => {
  test('what students prove or are issued stands in no row, no log line and no answer; its names do', async () => {
    const databaseUrl = await fresh()
    const server = await startTestServer({ databaseUrl })
    const operator = asOperator(server)
    const escaped = JSON.stringify(guideWebhook('proofs.verified', data)).replace('proofData', '\\u0070roofData')
    const answers = [
      await sendWebhook(server, guideWebhook('proofs.presentation', { ...data, connectionId: 'c' })),
      await sendWebhook(server, escaped),
      await sendWebhook(server, platformWebhook('Proof', { ...data, state: 'done' })),
      await sendSigned(server, credeblWebhook('Verification', { ...data, state: 'presentation-received' })),
      await sendSigned(server, credeblWebhook('Issuance', { ...data, state: 'offer-sent' })),
      await sendSigned(server, credeblWebhook('Oid4vpPresentation', data)),
      await sendSigned(server, { data: { type: 'Verification', ...data, state: 7 } }),
      await sendWebhook(server, guideWebhook('proofs.presentation', data), { 'X-API-Key': 'wrong' }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200, 400, 401])
    for (const { body } of answers.slice(0, 6)) await operator.admin.replay.mutate({ webhookId: body.webhookId ?? '' })

    const { read, close } = await openReader(databaseUrl)
    const rows = JSON.stringify(await read('select * from "WebhookEvent"'))
    await close()
    const lines = server.log.lines().map(({ text }) => text)
    const seen = [rows, ...lines, ...answers.map(({ body }) => JSON.stringify(body))].join('\n')
    for (const value of values) expect(seen).not.toContain(value)
    for (const name of ['revealed_attrs', 'nin', 'surname', 'photo']) expect(rows).toContain(name)
  })

  test('a presentation with a photo of almost 2 MiB is taken', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    const photo = 'A'.repeat(2 * 1024 * 1024 - 1000)
    for (const key of ['proofData', 'unheardOf']) {
      const webhook = credeblWebhook('Verification', { state: 'presentation-received', [key]: { photo } })
      expect((await sendSigned(server, webhook)).status).toBe(200)
      expect((await sendWebhook(server, webhook)).body).toMatchObject({ received: true, duplicate: true })
    }
  })
})
