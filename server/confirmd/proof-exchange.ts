import { z } from 'zod'
import type { AskedAttribute, ProofConfig } from './confirmd-config.ts'
import type { VerifiedAttributes } from './platform.ts'
import { PlatformError } from './platform-error.ts'

/**
 * The body of a proof request, as CREDEBL's gateway takes it. One attribute each: what is asked for in a group is not
 * answered later. Nothing is accepted before this server has asked for the verification.
 */
export function toProofRequest(connectionId: string, { comment, attributes }: ProofConfig) {
  const toAttribute = ({ name, credentialDefinitionId, schemaId, comparison }: AskedAttribute) => ({
    attributeName: name,
    ...(credentialDefinitionId !== null && { credDefId: credentialDefinitionId }),
    ...(schemaId !== null && { schemaId }),
    ...comparison,
  })
  return {
    connectionId,
    comment,
    autoAcceptProof: 'never',
    proofFormats: { indy: { attributes: attributes.map(toAttribute) } },
  }
}

const Origin = z.string().nullish().catch(null)
const Shown = z.looseObject({ credDefId: Origin, schemaId: Origin })
const Value = z.union([z.string(), z.number().transform(String), z.object({ raw: z.coerce.string() })])

/** One object per attribute, each with where it is from. */
export const VerifiedProofAnswer = z
  .object({ data: z.preprocess((data) => (Array.isArray(data) ? data : [data]), z.array(Shown)) })
  .transform(({ data }) => data)

/**
 * The values that were asked for, out of those that were shown. What was only compared has none.
 *
 * @throws PlatformError `refused` where one is missing, or comes from another definition or schema than was asked for.
 */
export function toVerifiedAttributes(
  shown: z.output<typeof VerifiedProofAnswer>,
  { attributes }: ProofConfig,
): VerifiedAttributes {
  const entries = attributes.flatMap((asked): [string, string][] => {
    const entry = shown.find((one) => Object.hasOwn(one, asked.name))
    const isOther =
      isAnother(asked.credentialDefinitionId, entry?.credDefId) || isAnother(asked.schemaId, entry?.schemaId)
    if (isOther)
      throw new PlatformError('refused', `The wallet showed ${asked.name} from a credential that was not asked for`)
    if (asked.comparison !== null) return []
    const value = toText(entry?.[asked.name])
    if (value === null) throw new PlatformError('refused', `The wallet did not show ${asked.name}`)
    return [[asked.name, value]]
  })
  return Object.fromEntries(entries)
}

/** Where the platform does not say where a value is from, its own check of the request's restrictions stands. */
function isAnother(asked: string | null, shown: string | null | undefined): boolean {
  return asked !== null && typeof shown === 'string' && shown !== asked
}

function toText(value: unknown): string | null {
  const { data } = Value.safeParse(value)
  const text = typeof data === 'object' ? data.raw : data
  return text === undefined || text === '' ? null : text
}
