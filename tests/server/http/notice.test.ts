import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { databases, freshDirectory } from '../../support/databases.ts'
import { openReader } from '../../support/open-reader.ts'
import { asOperator } from '../../support/operator.ts'
import { startTestServer } from '../../support/test-server.ts'

const read = async ({ url }: { readonly url: string }, path = '') => {
  const answer = await fetch(`${url}/privacy${path}`)
  return { status: answer.status, text: await answer.text(), policy: answer.headers.get('content-security-policy') }
}

describe.each(databases)('the privacy notice, on $name', ({ fresh }) => {
  test('says what this server does; every word that changes makes a version, and sessions keep theirs', async () => {
    const databaseUrl = await fresh()
    const first = await startTestServer({ databaseUrl, variables: { PRIVACY_CONTACT: 'privacy@example.ng <b>' } })
    const { text, policy } = await read(first)
    expect(policy).toContain("default-src 'none'")
    expect(text).not.toContain('<script')
    for (const words of ['Privacy notice 1,', 'your matriculation number, so that', 'privacy@example.ng &lt;b&gt;'])
      expect(text).toContain(words)
    for (const words of ['90 days', '30 minutes at most', 'passed on to nobody else.', 'Data Protection Commission'])
      expect(text).toContain(words)
    await first.trpc.session.create.mutate({})
    await first.stop()

    const file = join(await freshDirectory(), 'notice.txt')
    await writeFile(file, 'Our own words.\r\n\r\n# Whom to ask\r\n\r\n- {contact}\r\n- {retentionDays} days\r\n')
    const second = await startTestServer({ databaseUrl, variables: { PRIVACY_NOTICE: file, RETENTION_DAYS: '7' } })
    await second.trpc.session.create.mutate({})
    const own = await read(second)
    expect(own.text).toContain('Privacy notice 2,')
    expect(own.text).toContain('<p>Our own words.</p><h2>Whom to ask</h2>')
    expect(own.text).toContain('<li>7 days</li>')
    const old = await read(second, '/1')
    expect(old.text).toContain('privacy@example.ng')
    expect(old.text).toContain('It holds no more')
    expect((await read(second, '/3')).status).toBe(404)
    expect((await read(second, '/9999999999')).status).toBe(404)
    expect((await read(second, '/x')).status).toBe(404)
    const { read: select, close } = await openReader(databaseUrl)
    expect(await select('select "notice" from "ConnectionSession" order by "id"')).toEqual([
      { notice: 1 },
      { notice: 2 },
    ])
    await close()
    await second.stop()

    const again = await startTestServer({ databaseUrl, variables: { PRIVACY_CONTACT: 'privacy@example.ng <b>' } })
    expect((await read(again)).text).toContain('Privacy notice 1,')
  })
})

test('a file that asks for what there is not stops the start, and one that is missing does', async () => {
  const file = join(await freshDirectory(), 'notice.txt')
  await expect(startTestServer({ variables: { PRIVACY_NOTICE: file } })).rejects.toThrow('cannot be read')
  await writeFile(file, 'Ask {somebody}.')
  await expect(startTestServer({ variables: { PRIVACY_NOTICE: file } })).rejects.toThrow('{somebody}')
})

test('a notice that nobody has written needs a person, in production', async () => {
  const variables = { NODE_ENV: 'production', WEBHOOK_SECRET: 'w'.repeat(32), PRIVACY_CONTACT: 'Ada' }
  const server = await startTestServer({ variables })
  expect(await asOperator(server).admin.alarms.query()).toMatchObject([
    { cause: 'privacy-notice', count: 1, detail: 'PRIVACY_NOTICE' },
  ])
})
