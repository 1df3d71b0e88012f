import { pino } from 'pino'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createKeyUse } from '../../../server/admin/key-use.ts'
import { readRotation } from '../../../server/admin/rotation.ts'
import { openDatabase } from '../../../server/db/open-database.ts'
import { databases } from '../../support/databases.ts'

describe.each(databases)('what a process accepts, on $name', ({ fresh }) => {
  test('is what it said last, also within a minute, whatever its marks are', async () => {
    const db = await openDatabase(await fresh(), pino({ level: 'silent' }))
    onTestFinished(() => db.close())
    const now = () => new Date('2026-03-01T12:00:30Z')
    let accepted = ['8000']
    const keyUse = createKeyUse({ db, now, server: 'one', accepted: () => accepted })
    const read = async () => (await readRotation({ db, now, keyUse })).servers
    expect(await read()).toEqual([{ name: 'one', marks: ['8000'] }])
    for (const newer of ['0001', 'ffff']) {
      accepted = [newer, ...accepted]
      expect(await read()).toEqual([{ name: 'one', marks: accepted }])
    }
  })
})
