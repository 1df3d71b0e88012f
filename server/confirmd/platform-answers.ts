import { z } from 'zod'

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
