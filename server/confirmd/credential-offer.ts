import { z } from 'zod'
import { parseJson } from '../../shared/parse-json.ts'
import type { OfferConfig } from './confirmd-config.ts'
import type { VerifiedAttributes } from './platform.ts'
import { Id, readAnswer, refusal } from './platform-answers.ts'
import { PlatformError, toPlatformMessage } from './platform-error.ts'
import type { Answer } from './send.ts'

interface Offer {
  readonly connectionId: string
  readonly attributes: VerifiedAttributes
  readonly registrationNumber: string
}

/**
 * The body of an offer, as CREDEBL's gateway takes it.
 *
 * @throws PlatformError `refused` where a value is to come from an attribute that was not verified.
 */
export function toOffer(
  { connectionId, attributes: verified, registrationNumber }: Offer,
  config: OfferConfig,
  now: Date,
) {
  const values = new Map([
    ['registrationNumber', registrationNumber],
    ['today', now.toISOString().slice(0, 10)],
  ])
  const attributes = config.attributes.map((attribute) => {
    const { name } = attribute
    if ('value' in attribute) {
      return { name, value: attribute.value.replace(/\{(\w+)\}/g, (whole, key: string) => values.get(key) ?? whole) }
    }
    const value = Object.hasOwn(verified, attribute.from) ? verified[attribute.from] : undefined
    if (value !== undefined) return { name, value }
    throw new PlatformError('refused', `The credential cannot be offered without a verified ${attribute.from}`)
  })
  return {
    credentialDefinitionId: config.credentialDefinitionId,
    comment: config.comment,
    credentialData: [{ connectionId, attributes }],
  }
}

const Words = z
  .union([z.string(), z.array(z.string()).transform((lines) => lines.join('; '))])
  .nullish()
  .catch(null)
const Offered = z.object({
  statusCode: z.coerce.number().int().nullish().catch(null),
  message: Words,
  data: z.object({ id: Id, credentialRecordId: Id }).nullish().catch(null),
  ...{ id: Id, credentialRecordId: Id },
})
const OfferAnswer = z.object({
  data: z.preprocess((data) => (Array.isArray(data) ? data : [data]), z.array(Offered).min(1)),
})
const FailedOffer = z.object({ data: z.array(Offered).min(1) })

/**
 * The new record's id, out of one status per offer.
 *
 * @throws PlatformError `refused` where the one offer was refused, `unknown` where nobody can tell what became of it.
 */
export function readOfferAnswer(answer: Answer, secrets: readonly string[]): string {
  if (answer.status > 299) throw refusedOffer(answer, secrets)
  const [offered] = readAnswer(answer, OfferAnswer, secrets).data
  const { status } = answer
  const itemStatus = offered?.statusCode ?? status
  const platformMessage = toPlatformMessage(offered?.message ?? null, secrets)
  if (itemStatus > 299) {
    const message = `The wallet platform did not offer the credential (HTTP ${status}, offer ${itemStatus})`
    throw new PlatformError(effectOf(itemStatus), message, { status, platformMessage })
  }
  const id = offered?.data?.id ?? offered?.data?.credentialRecordId ?? offered?.id ?? offered?.credentialRecordId
  if (id) return id
  throw new PlatformError('unknown', 'The wallet platform offered the credential and did not say under which id', {
    status,
  })
}

/**
 * Where every offer fails the whole answer is a 400, whatever it was that failed: the offer's own status tells whether
 * it was refused.
 */
function refusedOffer(answer: Answer, secrets: readonly string[]): PlatformError {
  const error = refusal(answer, secrets)
  const { data } = FailedOffer.safeParse(parseJson(answer.text))
  const [failed] = data?.data ?? []
  if (!failed || error.effect !== 'refused') return error
  const { message, status, cause } = error
  const platformMessage = toPlatformMessage(failed.message ?? null, secrets) ?? error.platformMessage
  return new PlatformError(effectOf(failed.statusCode), message, { status, cause, platformMessage })
}

function effectOf(offerStatus: number | null | undefined) {
  return offerStatus && offerStatus >= 400 && offerStatus < 500 ? 'refused' : 'unknown'
}
