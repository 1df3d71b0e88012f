import { parseJson } from '../../shared/parse-json.ts'

/** What a webhook says it is. */
export interface Described {
  readonly topic: string | null
  readonly organizationId: string | null
}

export const undescribed: Described = { topic: null, organizationId: null }
/** What a name may look like; anything else could be what somebody proved, in the wrong place. */
const name = /^[\w.:/-]{1,64}$/

/** Of a body that may be refused: its topic or type and its organization, where they look like such, and nothing else of it. */
export function describeWebhook(body: string): Described {
  const outer = toRecord(parseJson(body))
  const inner = toRecord(outer.data)
  return {
    topic: firstName(outer.topic, outer.type, inner.type),
    organizationId: firstName(outer.organizationId, outer.orgId, inner.orgId),
  }
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}

function firstName(...values: readonly unknown[]): string | null {
  return values.find((value): value is string => typeof value === 'string' && name.test(value)) ?? null
}
