import { onTestFinished } from 'vitest'
import { openDatabase } from '../../../server/db/open-database.ts'
import type { PostgresSettings } from '../../../server/db/postgres/postgres-settings.ts'
import { noQuota } from '../../../server/limits/webhook-quota.ts'
import { createLocalBus } from '../../../server/sessions/bus.ts'
import { createSession } from '../../../server/sessions/create-session.ts'
import { createInbox } from '../../../server/webhooks/inbox.ts'
import { createTestLog } from '../../support/log.ts'

const ttlMs = 900_000

/** One process's share of the application, without HTTP: a store with connections of its own, and an inbox on it. */
export async function openShare(url: string, settings?: PostgresSettings) {
  const { logger: log } = createTestLog()
  const store = await openDatabase(url, log, settings)
  onTestFinished(() => store.close())
  const bus = createLocalBus(log)
  const now = () => new Date()
  const observer = { stored: () => {}, committed: () => {} }
  return {
    store,
    bus,
    inbox: createInbox({ db: store, bus, quota: noQuota, ttlMs, now, log, observer }),
    /** A session for this invitation, as if the platform had just made it. */
    createSession: (invitationId: string) => {
      const invitation = { invitationId, invitationUrl: 'https://platform.example/invitation' }
      const platform = { createInvitation: async () => invitation }
      return createSession(
        { platform, publicUrl: 'https://connect.example', db: store, bus, ttlMs, now },
        'registration',
        {
          ipAddress: null,
          userAgent: null,
        },
      )
    },
  }
}

export type Share = Awaited<ReturnType<typeof openShare>>
