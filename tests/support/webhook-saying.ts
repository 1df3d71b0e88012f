import { decodeWebhook } from '../../server/webhooks/decode-webhook.ts'
import type { TimelineEntry } from '../../shared/session-timeline.ts'
import { guideWebhook, platformWebhook } from './webhooks.ts'

export interface Keys {
  readonly invitationId?: string
  readonly connectionId: string
}

/**
 * A webhook that says what a recorded one said, in whichever way a sender can say it; by its topic alone where the record
 * does not tell what it said. @throws where there is no such way.
 */
export function webhookSaying({ topic, events, outcome }: TimelineEntry, keys: Keys): object {
  const name = topic ?? ''
  const plain = guideWebhook(name, { ...keys })
  if (!events) return plain
  const word = name.slice(name.lastIndexOf('.') + 1)
  const state = events.at(-1)?.split('.')[1] ?? 'invitation'
  const record = { connectionId: keys.connectionId, outOfBandId: keys.invitationId }
  const ways = [
    plain,
    guideWebhook(name, { ...keys, state }),
    platformWebhook('Proof', { ...record, state: 'presentation-received', isVerified: true }),
    ...['Connection', 'Credential', 'Proof'].map((type) => platformWebhook(type, { ...record, state: word })),
  ]
  const found = ways.find((way) => {
    const read = decodeWebhook(JSON.stringify(way))
    if (!('event' in read) || read.event.topic !== name) return false
    return read.event.events.join() === events.join() && read.event.known === (outcome !== 'ignored')
  })
  if (!found) throw new Error(`No sender says ${events.join(', ') || 'nothing'} (${outcome}) under ${name}`)
  return found
}
