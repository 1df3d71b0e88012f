import type { Execute } from '../statement.ts'

export interface Redelivery {
  readonly webhookId: string
  /** How often it came again. */
  readonly count: number
  readonly at: Date
}

/** Notes that stored events came again. In one order for all, so that two processes never wait for each other crosswise. */
export async function addRedeliveries(execute: Execute, redeliveries: readonly Redelivery[]): Promise<void> {
  for (const { webhookId, count, at } of redeliveries.toSorted((a, b) => (a.webhookId < b.webhookId ? -1 : 1))) {
    await execute(
      'update "WebhookEvent" set "redeliveries" = "redeliveries" + ?, "redeliveredAt" = ? where "webhookId" = ?',
      [count, at, webhookId],
    )
  }
}
