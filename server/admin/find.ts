import { z } from 'zod'
import { StoredView } from '../../shared/session-view.ts'
import { isStorable } from '../../shared/text.ts'
import type { Database } from '../db/database.ts'
import { padded } from '../db/padded.ts'
import { viewColumns } from '../db/transaction.ts'
import { findSessions, findWebhooks } from './find-by-id.ts'
import { isKnown, selectWebhooks } from './stored-webhook.ts'
import { type OutcomeContext, readOutcomes } from './told-outcome.ts'

export const ToFind = z.object({
  text: z.string().trim().min(1).max(255).refine(isStorable, 'must be text that can be stored'),
})

const State = StoredView.pick({ status: true, proof: true, credential: true, requestType: true })
const mostOfEach = 6
/** Labels are looked for in the newest sessions: there is no index that finds the middle of a word. */
const sessionsSearched = 5_000

/** What somebody may mean who types or pastes this: sessions and events by any id, sessions by their reference, number or wallet's label. */
export async function find(
  { db: { query }, coverage }: OutcomeContext & { readonly db: Database },
  { text }: z.infer<typeof ToFind>,
) {
  const named = [...(await findSessions(query, text)), ...(await findByReference(query, text))]
  const labelled = named.length < mostOfEach ? await findByLabel(query, text) : []
  const ids = [...new Set([...named, ...labelled])].slice(0, mostOfEach)
  const sessions =
    ids.length === 0
      ? []
      : await query
          .selectFrom('ConnectionSession')
          .select(['id', ...viewColumns])
          .where('id', 'in', padded(ids))
          .execute()
  const events = (await findWebhooks(query, text)).slice(0, mostOfEach)
  const webhooks =
    events.length === 0 ? [] : await selectWebhooks(query).where('WebhookEvent.id', 'in', padded(events)).execute()
  const told = await readOutcomes({ coverage })
  return {
    sessions: sessions
      .toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
      .flatMap(({ sessionId, reference, theirLabel: label, updatedAt, endedBy, ...row }) => {
        const { data: state } = State.safeParse(row)
        return state ? [{ sessionId, reference, label, ...told({ sessionId, endedBy, ...state }), updatedAt }] : []
      }),
    webhooks: webhooks
      .filter(isKnown)
      .toSorted((a, b) => b.id - a.id)
      .map(({ webhookId, topic, outcome, createdAt, error }) => ({ webhookId, topic, outcome, createdAt, error })),
  }
}

/** By what a reference begins with, from two signs. */
async function findByReference(query: Database['query'], text: string): Promise<number[]> {
  const beginning = text.replace(/[\s-]/g, '').toUpperCase()
  if (!/^[2-9A-Z]{2,5}$/.test(beginning)) return []
  const sessions = query.selectFrom('ConnectionSession').select('id').where('reference', '>=', beginning)
  const found = sessions.where('reference', '<', `${beginning}a`) // after every sign that a reference can have
  return (await found.orderBy('reference').limit(mostOfEach).execute()).map(({ id }) => id)
}

async function findByLabel(query: Database['query'], text: string): Promise<number[]> {
  const words = text.toLowerCase().replaceAll(/[%_\\]/g, '') // which mean something else in a pattern
  if (words === '') return []
  const newest = query
    .selectFrom('ConnectionSession')
    .select(['id', 'theirLabel'])
    .orderBy('id', 'desc')
    .limit(sessionsSearched)
  const rows = await query
    .selectFrom(newest.as('s'))
    .select('s.id')
    .where(({ eb, fn }) => eb(fn<string>('lower', ['s.theirLabel']), 'like', `%${words}%`))
    .orderBy('s.id', 'desc')
    .limit(mostOfEach)
    .execute()
  return rows.map(({ id }) => id)
}
