import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { SessionView } from '../../shared/session-view.ts'
import { organizationId, sendSigned, sendWebhook } from '../support/webhooks.ts'

/** How a sender may speak; one folder of `journeys/` has a file for each that can tell it. */
export const dialects = ['guide', 'platform', 'credebl'] as const
export type Dialect = (typeof dialects)[number]

/** What the session is when all of a journey has come, in whatever order. */
const Expected = SessionView.pick({ requestType: true, status: true, proof: true, credential: true })
const Webhook = z.record(z.string(), z.unknown())
const Told = z.object({ before: z.array(Webhook).default([]), webhooks: z.array(Webhook) })

export interface Journey {
  readonly journey: string
  readonly dialect: Dialect
  readonly expected: z.infer<typeof Expected>
  /** What had happened before the platform could send any of the others; in this order. */
  readonly before: readonly object[]
  /** In the order in which the platform sends them; they may come in any. */
  readonly webhooks: readonly object[]
}

const folder = join(import.meta.dirname, 'journeys')

/** Every recorded journey, in each dialect that can tell it. */
export function readJourneys(): Journey[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((journey) => {
      const files = readdirSync(join(folder, journey))
      const expected = Expected.parse(readJson(journey, 'expected'))
      return dialects
        .filter((dialect) => files.includes(`${dialect}.json`))
        .map((dialect) => ({ journey, dialect, expected, ...Told.parse(readJson(journey, dialect)) }))
    })
}

function readJson(journey: string, name: string): unknown {
  return JSON.parse(readFileSync(join(folder, journey, `${name}.json`), 'utf8'))
}

/** Fills `{{placeholders}}`, each with the same value wherever it stands; those that `values` lacks with new ids. */
export function createFill(values: Readonly<Record<string, string>>): (webhook: object) => object {
  const filled = new Map(Object.entries({ organizationId, ...values }))
  const fillIn = (name: string) => {
    const value = filled.get(name) ?? randomUUID()
    filled.set(name, value)
    return value
  }
  return (webhook) =>
    Webhook.parse(JSON.parse(JSON.stringify(webhook).replace(/\{\{(\w+)\}\}/g, (_, name: string) => fillIn(name))))
}

/** POSTs one as its sender does: CREDEBL signs, the others send the key. */
export function post(server: { readonly url: string }, dialect: Dialect, webhook: object) {
  return dialect === 'credebl' ? sendSigned(server, webhook) : sendWebhook(server, webhook)
}
