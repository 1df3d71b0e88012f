import { describe, expect, test } from 'vitest'
import { databases } from '../../support/databases.ts'
import { asOperator } from '../../support/operator.ts'
import { startTestServer } from '../../support/test-server.ts'

const token = 'a-token-of-one-operator-0123456789'

describe.each(databases)('incidents, on $name', ({ fresh }) => {
  test('are written down with a name, and need a person from the second day until the Commission was told', async () => {
    let now = new Date('2026-03-01T12:00:00Z')
    const variables = { ADMIN_TOKENS: `Amina:${token}` }
    const server = await startTestServer({ databaseUrl: await fresh(), variables, now: () => now })
    const { admin } = asOperator(server, token)
    const alarms = async () => (await admin.alarms.query()).map(({ cause, count, detail }) => [cause, count, detail])
    const foundAt = '2026-03-01T11:00:00.000Z'
    await admin.incidents.note.mutate({ what: 'A wrong label on two pages', foundAt })
    await admin.incidents.note.mutate({ what: 'A lost laptop', foundAt })
    expect(await admin.incidents.list.query()).toMatchObject([
      { id: 2, what: 'A lost laptop', foundAt, by: 'Amina', told: [], isOpen: true },
      { id: 1 },
    ])
    expect(await alarms()).toEqual([])
    now = new Date('2026-03-05T12:00:00Z')
    await expect.poll(alarms, { timeout: 30_000 }).toEqual([['incident', 2, 'INC-1, INC-2']])
    await admin.incidents.tell.mutate({ incident: 1, whom: 'students', note: 'by letter' })
    await admin.incidents.tell.mutate({ incident: 1, whom: 'commission' })
    await expect(admin.incidents.tell.mutate({ incident: 2, whom: 'nobody' })).rejects.toThrow('Say why')
    await expect(admin.incidents.tell.mutate({ incident: 3, whom: 'others' })).rejects.toThrow('not found')
    await expect.poll(alarms, { timeout: 30_000 }).toEqual([['incident', 1, 'INC-2']])
    await admin.incidents.tell.mutate({ incident: 2, whom: 'nobody', note: 'its disk was sealed' })
    expect(await admin.incidents.list.query()).toMatchObject([
      { id: 2, isOpen: false, told: [{ whom: 'nobody', note: 'its disk was sealed', by: 'Amina' }] },
      {
        id: 1,
        isOpen: false,
        told: [
          { whom: 'students', note: 'by letter' },
          { whom: 'commission', note: null },
        ],
      },
    ])
    await expect.poll(alarms, { timeout: 30_000 }).toEqual([])
    const { items } = await admin.audit.query({ limit: 10 })
    expect(items.map(({ action, by, detail }) => [action, by, detail])).toContainEqual([
      'incident-told',
      'Amina',
      'INC-1: commission',
    ])
    expect(await admin.disclosures.query({})).toEqual({ items: [], nextCursor: null })
  })
})
