import { z } from 'zod'
import { IsVerified } from '../../shared/is-verified.ts'
import { parseJson } from '../../shared/parse-json.ts'
import { type CallEffect, PlatformError, readPlatformMessage } from './platform-error.ts'
import type { Answer } from './send.ts'

/** An id, where there is one. */
export const Id = z
  .string()
  .nullish()
  .catch(null)
  .transform((id) => id || null)

/** The first of `ids` that is one; what `missing` names is missing otherwise. */
function firstId(ids: readonly (string | null)[], missing: string, context: z.core.$RefinementCtx) {
  const id = ids.find((one) => one !== null)
  if (id !== undefined) return id
  context.addIssue({ code: 'custom', path: ['data', missing], message: 'is missing' })
  return z.NEVER
}

/** A new invitation. What webhooks call `outOfBandId` is `recordId`; deployments that lack it name another. */
export const InvitationAnswer = z
  .object({ data: z.object({ connectionInvitation: z.string().min(1), recordId: Id, invitationId: Id, id: Id }) })
  .transform(({ data }, context) => ({
    invitationId: firstId([data.recordId, data.invitationId, data.id], 'recordId', context),
    address: data.connectionInvitation,
  }))

/** The first record, where the platform answers a list of them. */
const oneRecord = <Schema extends z.ZodType>(schema: Schema) =>
  z.object({ data: z.preprocess((data) => (Array.isArray(data) ? data[0] : data), schema) })

/** A new proof's record. */
export const ProofAnswer = oneRecord(z.object({ proofId: Id, id: Id })).transform(({ data }, context) =>
  firstId([data.proofId, data.id], 'proofId', context),
)

/** A record's state, whatever else it tells. */
export const StateAnswer = oneRecord(z.object({ state: z.string().min(1), isVerified: IsVerified })).transform(
  ({ data: { state, isVerified } }) => ({ state, isVerified }),
)

/** An organization, of which only the name matters. */
export const OrganizationAnswer = z
  .object({ data: z.object({ name: z.string().nullish().catch(null) }) })
  .transform(({ data }) => ({ name: data.name ?? null }))

/**
 * The answer's JSON, in the shape of `schema`.
 *
 * @throws PlatformError where it is not a 2xx, not JSON or not of that shape. The message says which, the cause where,
 * and neither quotes the answer.
 */
export function readAnswer<Schema extends z.ZodType>(
  answer: Answer,
  schema: Schema,
  secrets: readonly string[] = [],
): z.output<Schema> {
  mustSucceed(answer, secrets)
  const { status, text } = answer
  const json = parseJson(text)
  if (json === undefined)
    throw new PlatformError('unknown', 'The wallet platform answered something that is not JSON', {
      status,
      cause: new Error(text.trimStart().startsWith('<') ? 'a page instead of JSON' : 'not JSON'),
    })
  const { data, error } = schema.safeParse(json)
  if (error)
    throw new PlatformError('unknown', 'The wallet platform gave an answer that makes no sense here', {
      status,
      cause: new Error(z.prettifyError(error)),
    })
  return data
}

/** Does nothing where the answer is a 2xx, whatever it says. @throws PlatformError where it is none */
export function mustSucceed(answer: Answer, secrets: readonly string[]): void {
  if (answer.status < 200 || answer.status > 299) throw refusal(answer, secrets)
}

/** An answer that is no 2xx, as the error that it is. */
export function refusal({ status, text }: Answer, secrets: readonly string[]): PlatformError {
  const message = `The wallet platform ${refusals.get(status) ?? 'refused the request'} (HTTP ${status})`
  const platformMessage = readPlatformMessage(text, secrets)
  return new PlatformError(effectOf(status), message, { status, platformMessage, cause: new Error(`HTTP ${status}`) })
}

/** Said before anything is done, and likely to be said no more later. */
const undone = [401, 408, 425, 429]

function effectOf(status: number): CallEffect {
  return undone.includes(status) ? 'none' : 'refused'
}

const refusals = new Map([
  [401, 'did not accept the credentials'],
  [403, 'does not allow this'],
  [404, 'knows nothing under this address'],
  [429, 'is asked too often'],
])
