import { setTimeout as delay } from 'node:timers/promises'
import { sendWebhook } from './webhooks.ts'

export interface Delivery {
  /** Attempts that got no answer, since the server died or was not there. */
  readonly cutOff: number
  /** Attempts answered 503. */
  readonly refused: number
  /** Whether the answer was that it is stored already: an attempt before had got further than its answer. */
  readonly duplicate: boolean
}

const retryMs = 25

/** Sends as the platform does, again and again, each time to the server that `next` answers, until it is answered 200. @throws where it is answered anything but 200 or 503. */
export async function deliver(next: () => { readonly url: string }, webhook: object): Promise<Delivery> {
  let [cutOff, refused] = [0, 0]
  for (;;) {
    const answer = await sendWebhook(next(), webhook).catch(() => undefined)
    if (answer?.status === 200) return { cutOff, refused, duplicate: answer.body.duplicate === true }
    if (answer === undefined) cutOff++
    else if (answer.status === 503) refused++
    else throw new Error(`A webhook was answered ${answer.status}`)
    await delay(retryMs)
  }
}
