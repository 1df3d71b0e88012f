import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { longestGap } from '../../../server/admin/silence.ts'
import { AlarmCause } from '../../../shared/alarm.ts'
import { changeDatabase } from '../../support/change-database.ts'
import { databases } from '../../support/databases.ts'
import { asOperator } from '../../support/operator.ts'
import { adminToken } from '../../support/secrets.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

describe.each(databases)('on $name', ({ fresh }) => {
  test('what needs a person is told, in metrics too, and is gone with its cause', async () => {
    let now = new Date('2026-01-10T12:00:00Z')
    const server = await startTestServer({ databaseUrl: await fresh(), now: () => now })
    server.log.expectErrors()
    const causes = async () =>
      (await asOperator(server).admin.alarms.query()).map(({ cause, count, detail }) => [cause, count, detail])
    expect(await causes()).toEqual([])
    const { invitationId } = await server.trpc.session.create.mutate({})
    await changeDatabase(server.databaseUrl, [`update "ConnectionSession" set "proof" = 'upside-down'`])
    for (const id of ['one', 'two'])
      await sendWebhook(server, guideWebhook('connections.active', { invitationId, connectionId: 'c' }, id))
    await changeDatabase(server.databaseUrl, [
      `update "WebhookEvent" set "error" = 'disk full', "nextAttemptAt" = null`,
      `update "ConnectionSession" set "proof" = 'idle'`,
    ])
    await sendWebhook(server, guideWebhook('connections.active', { connectionId: 'lost' }, 'lost'))
    await fetch(`${server.url}/api/webhooks/confirmd`, { method: 'POST', headers: { 'X-API-Key': 'x' } })
    await sendWebhook(server, { not: 'a webhook' })
    await asOperator(server).admin.stats.query() // which writes down what was refused
    await expect.poll(causes).toEqual([
      ['failed-webhooks', 2, 'disk full'],
      ['refused-webhooks', 1, '400 × 1'],
    ])
    expect(await metric(server, 'nelfund_alarm{cause="failed-webhooks"}')).toBe(2)
    expect(await metric(server, 'nelfund_alarm{cause="silence"}')).toBe(0)
    for (const webhookId of ['one', 'two']) await asOperator(server).admin.replay.mutate({ webhookId })
    now = new Date('2026-01-11T13:00:00Z')
    await expect.poll(causes).toContainEqual(['oldest-unmatched', 1, null])
    const left = (await causes()).map(([cause]) => cause)
    expect(left).not.toContain('failed-webhooks')
    expect(left).not.toContain('refused-webhooks')
  })
})

test('an older secret that is still accepted is an alarm', async () => {
  const server = await startTestServer({ variables: { WEBHOOK_SECRET_PREVIOUS: 'p'.repeat(32) } })
  expect(await asOperator(server).admin.alarms.query()).toMatchObject([{ cause: 'rotation-unfinished' }])
})

test('silence is measured by this time of day in the last week', () => {
  const minute = 100 * 24 * 60 + 12 * 60
  const days = (ofDay: number[]) =>
    [7, 6, 5, 4, 3, 2, 1].flatMap((day) => ofDay.map((at) => minute - day * 24 * 60 + at))
  expect(longestGap(days([-30, -25, -10, 0, 5, 20]), minute)).toBeGreaterThan(1000) // the night touches the hour
  expect(longestGap(days([-90, -60, -40, -25, -10, 0, 5, 20, 50, 61, 90]), minute)).toBe(30)
  expect(longestGap(days([600]), minute)).toBeNull()
  expect(longestGap([], minute)).toBeNull()
})

test('every metric that the alert rules and the dashboard ask for is there, and every cause has a rule', async () => {
  const server = await startTestServer()
  await sendWebhook(server, guideWebhook('connections.active', {}))
  const text = await (
    await fetch(`${server.url}/metrics`, { headers: { Authorization: `Bearer ${adminToken}` } })
  ).text()
  const known = new Set(Array.from(text.matchAll(/^([a-z_][a-z0-9_]*)/gim), ([, name]) => name))
  const rules = readFileSync('deploy/alerts.yml', 'utf8')
  const expressions = Array.from(rules.matchAll(/^ {8}expr: (.+)$/gm), ([, text]) => text ?? '')
  expect(expressions).toHaveLength(rules.match(/^ {6}- alert: [A-Z]\w+$/gm)?.length ?? 0)
  expect(rules.match(/^ {8}annotations: \{ summary: ".+" \}$/gm)).toHaveLength(expressions.length)
  expect(rules.match(/^ {8}labels: \{ severity: (page|ticket) \}$/gm)).toHaveLength(expressions.length)
  const { panels } = Dashboard.parse(JSON.parse(readFileSync('deploy/grafana-dashboard.json', 'utf8')))
  expressions.push(...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)))
  for (const expression of expressions) {
    const names = expression.replaceAll(/"[^"]*"/g, '').match(/\b(nelfund|nodejs)_\w+/g) ?? ['up']
    for (const name of names) expect(name === 'up' || known.has(name), name).toBe(true)
    expect(count(expression, '('), expression).toBe(count(expression, ')'))
  }
  const ruled = AlarmCause.options.filter((cause) => rules.includes(`cause="${cause}"`))
  const otherwise = ['refused-webhooks', 'oldest-unmatched'] // by rates and ages of their own
  expect([...ruled, ...otherwise].sort()).toEqual([...AlarmCause.options].sort())
})

const Dashboard = z.object({
  panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })) })),
})

function count(text: string, sign: string): number {
  return text.split(sign).length - 1
}

async function metric({ url }: TestServer, name: string): Promise<number> {
  const answer = await fetch(`${url}/metrics`, { headers: { Authorization: `Bearer ${adminToken}` } })
  const line = (await answer.text()).split('\n').find((text) => text.startsWith(name))
  return Number(line?.split(' ').at(-1))
}
