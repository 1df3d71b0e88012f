import { describe, expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../../server/db/open-database.ts'
import { noQuota } from '../../../server/limits/webhook-quota.ts'
import { createLocalBus } from '../../../server/sessions/bus.ts'
import { createInbox } from '../../../server/webhooks/inbox.ts'
import { databases } from '../../support/databases.ts'
import { createTestLog } from '../../support/log.ts'
import { toEvent } from '../../support/to-event.ts'
import { guideWebhook } from '../../support/webhooks.ts'

describe.each(databases)('what goes wrong after the commit, on $name', ({ fresh }) => {
  test.each(['publish', 'observer', 'watcher'])(
    'a throw in %s: each webhook is stored and answered once',
    async (where) => {
      const log = createTestLog()
      const db = await openDatabase(await fresh(), log.logger)
      onTestFinished(() => db.close())
      const fault = () => {
        throw new Error(`${where} failed`)
      }
      const local = createLocalBus(log.logger)
      local.subscribeAll(where === 'watcher' ? fault : () => {})
      const bus = where === 'publish' ? { ...local, publish: fault } : local
      const observer = { stored: where === 'observer' ? fault : () => {}, committed: () => {} }
      const now = () => new Date()
      const inbox = createInbox({ db, bus, quota: noQuota, ttlMs: 900_000, now, log: log.logger, observer })
      log.expectErrors()

      const batch = ['a', 'b', 'c'].map((id) => toEvent(guideWebhook('connections.active', { connectionId: id }, id)))
      expect(await Promise.all(batch.map((event) => inbox.store(event)))).toEqual(['stored', 'stored', 'stored'])
      expect(await Promise.all(batch.map((event) => inbox.store(event)))).toEqual([
        'duplicate',
        'duplicate',
        'duplicate',
      ])
      const stored = await db.query.selectFrom('WebhookEvent').select(['webhookId', 'outcome']).orderBy('id').execute()
      expect(stored).toEqual(['a', 'b', 'c'].map((webhookId) => ({ webhookId, outcome: 'unmatched' })))
    },
  )
})
