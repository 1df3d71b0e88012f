import { z } from 'zod'
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

/** A new proof or credential record; the first, where the platform answers a list of them. */
export const RecordAnswer = z
  .object({
    data: z.preprocess(
      (data) => (Array.isArray(data) ? data[0] : data),
      z.object({ id: Id, recordId: Id, proofId: Id, credentialId: Id }),
    ),
  })
  .transform(({ data }, context) => {
    const recordId = data.id ?? data.recordId ?? data.proofId ?? data.credentialId
    if (recordId !== null) return recordId
    context.addIssue({ code: 'custom', path: ['data', 'id'], message: 'is missing' })
    return z.NEVER
  })

/** A record's state, whatever else it tells. */
export const StateAnswer = z
  .object({
    data: z.preprocess(
      (data) => (Array.isArray(data) ? data[0] : data),
      z.object({ state: z.string().min(1), isVerified: z.boolean().nullish() }),
    ),
  })
  .transform(({ data }) => ({ state: data.state, isVerified: data.isVerified ?? null }))

/**
 * The answer's JSON, in the shape of `schema`.
 *
 * @throws AppError `PLATFORM_FAILED` where it is not a 2xx, not JSON or not of that shape. The message says which,
 * the cause where, and neither quotes the answer.
 */
export function readAnswer<Schema extends z.ZodType>({ status, text }: Answer, schema: Schema): z.output<Schema> {
  if (status < 200 || status > 299)
    throw new AppError('PLATFORM_FAILED', refusal(status), { cause: new Error(`HTTP ${status}`) })
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

function refusal(status: number): string {
  switch (status) {
    case 401:
      return 'The wallet platform did not accept the credentials (HTTP 401)'
    case 403:
      return 'The wallet platform does not allow this (HTTP 403)'
    case 404:
      return 'The wallet platform knows nothing under this address (HTTP 404)'
    case 429:
      return 'The wallet platform is asked too often (HTTP 429)'
    default:
      return `The wallet platform refused the request (HTTP ${status})`
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
