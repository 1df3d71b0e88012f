import { z } from 'zod'
import { parseJson } from '../../shared/parse-json.ts'
import { AppError } from '../errors.ts'
import type { Answer } from './send.ts'

const Id = z
  .string()
  .nullish()
  .transform((id) => id || null)

/** Which addresses may stand behind the student's link and QR code; anything else could run as a script. */
const InvitationUrl = z.url({ protocol: /^(https?|didcomm)$/ })

/** A new invitation. What webhooks call `outOfBandId` is `recordId`; deployments that lack it name another. */
export const InvitationAnswer = z
  .object({
    data: z.object({ connectionInvitation: InvitationUrl, recordId: Id, invitationId: Id, id: Id }),
  })
  .transform(({ data }, context) => {
    const invitationId = data.recordId ?? data.invitationId ?? data.id
    if (invitationId !== null) return { invitationId, invitationUrl: data.connectionInvitation }
    context.addIssue({ code: 'custom', path: ['data', 'recordId'], message: 'is missing' })
    return z.NEVER
  })

/** The first record, where the platform answers a list of them. */
const oneRecord = <Schema extends z.ZodType>(schema: Schema) =>
  z.object({ data: z.preprocess((data) => (Array.isArray(data) ? data[0] : data), schema) })

/** A new proof or credential record. */
export const RecordAnswer = oneRecord(z.object({ id: Id, recordId: Id, proofId: Id, credentialId: Id })).transform(
  ({ data }, context) => {
    const recordId = data.id ?? data.recordId ?? data.proofId ?? data.credentialId
    if (recordId !== null) return recordId
    context.addIssue({ code: 'custom', path: ['data', 'id'], message: 'is missing' })
    return z.NEVER
  },
)

/** A record's state, whatever else it tells. */
export const StateAnswer = oneRecord(
  z.object({ state: z.string().min(1), isVerified: z.boolean().nullish() }),
).transform(({ data: { state, isVerified = null } }) => ({ state, isVerified }))

/**
 * The answer's JSON, in the shape of `schema`.
 *
 * @throws AppError `PLATFORM_FAILED` where it is not a 2xx, not JSON or not of that shape. The message says which,
 * the cause where, and neither quotes the answer.
 */
export function readAnswer<Schema extends z.ZodType>({ status, text }: Answer, schema: Schema): z.output<Schema> {
  if (status < 200 || status > 299) {
    const message = `The wallet platform ${refusals.get(status) ?? 'refused the request'} (HTTP ${status})`
    throw new AppError('PLATFORM_FAILED', message, { cause: new Error(`HTTP ${status}`) })
  }
  const json = parseJson(text)
  if (json === undefined)
    throw new AppError('PLATFORM_FAILED', 'The wallet platform answered something that is not JSON', {
      cause: new Error(text.trimStart().startsWith('<') ? 'a page instead of JSON' : 'not JSON'),
    })
  const { data, error } = schema.safeParse(json)
  if (error)
    throw new AppError('PLATFORM_FAILED', 'The wallet platform gave an answer that makes no sense here', {
      cause: new Error(z.prettifyError(error)),
    })
  return data
}

const refusals = new Map([
  [401, 'did not accept the credentials'],
  [403, 'does not allow this'],
  [404, 'knows nothing under this address'],
  [429, 'is asked too often'],
])
