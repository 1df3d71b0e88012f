import { readFileSync } from 'node:fs'
import type { AskedDetail, AskedDetails } from '../../shared/asked-details.ts'
import type { RequestType } from '../../shared/session-status.ts'
import { EnvError } from '../env.ts'
import type { Audience } from './audience.ts'
import type { CallPaths } from './call-paths.ts'
import { ConfigFile } from './config-file.ts'
import { defaultConfig, portalDetails, sensitiveDetails } from './default-config.ts'

/** One attribute that is asked for. It must come from a credential of a certain definition, or at least schema. */
export interface AskedAttribute extends AskedDetail {
  readonly credentialDefinitionId: string | null
  readonly schemaId: string | null
  /** Where there is one, the wallet proves only that the value compares so. */
  readonly comparison: { readonly condition: string; readonly value: string } | null
}

export interface ProofConfig {
  readonly comment: string
  readonly attributes: readonly AskedAttribute[]
}

/** What is issued: a value with placeholders in it, or the verified attribute that it is taken from. */
export type OfferedAttribute =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly from: string }

export interface OfferConfig {
  readonly credentialDefinitionId: string
  readonly comment: string
  readonly attributes: readonly OfferedAttribute[]
}

/** What wallets are asked for and what they are offered, and where the platform's calls go. */
export interface ConfirmdConfig {
  readonly registration: { readonly proof: ProofConfig; readonly offer: OfferConfig }
  readonly authentication: { readonly proof: ProofConfig }
  /** What portals are told beside that, and those that are allowed what is sensitive. */
  readonly portal: readonly AskedAttribute[]
  readonly sensitive: readonly AskedAttribute[]
  /** The credential definition of what students share when they register. */
  readonly card: string
  readonly paths: CallPaths
  /** What works, but hardly as it was meant; one line each, naming the variable. */
  readonly warnings: readonly string[]
}

/** What the environment says of credential definitions. */
export interface Definitions {
  /** `CREDENTIAL_DEFINITION_ID` */
  readonly offered: string
  /** `PROOF_CREDENTIAL_DEFINITION_ID` */
  readonly asked?: string | undefined
}

/**
 * The configuration in `file`, the usual one where there is none. What the file leaves out is as usual, and every attribute
 * that is asked for has a definition or a schema, since otherwise anybody's credential would do.
 *
 * @throws EnvError with every problem at once, naming `CONFIRMD_CONFIG` and the place in the file.
 */
export function readConfig(file: string | undefined, definitions: Definitions): ConfirmdConfig {
  const { data, error } = ConfigFile.safeParse(file === undefined ? {} : readJson(file))
  if (data) return toConfig(data, definitions)
  throw new EnvError(
    error.issues.map(({ path, message }) => `CONFIRMD_CONFIG: ${path.join('.') || 'the file'}: ${message}`),
  )
}

/** What the wallet is asked for. Nothing of the student card is asked of who signs in, but what is sensitive. */
export function proofFor(config: ConfirmdConfig, requestType: RequestType, audience: Audience = 'own'): ProofConfig {
  const { proof } = config[requestType]
  const more = [
    ...(requestType === 'registration' && audience !== 'own' ? config.portal : []),
    ...(audience === 'portal-sensitive' ? config.sensitive : []),
  ]
  const names = new Set(proof.attributes.map(({ name }) => name))
  return { ...proof, attributes: [...proof.attributes, ...more.filter(({ name }) => !names.has(name))] }
}

/** What pages may show of it: names, labels, reasons. */
export function toAsked(config: ConfirmdConfig): AskedDetails {
  const toDetails = (requestType: RequestType, audience: Audience) =>
    proofFor(config, requestType, audience).attributes.map(({ name, label, reason }) => ({ name, label, reason }))
  const of = (requestType: RequestType) => ({
    attributes: toDetails(requestType, 'own'),
    portal: toDetails(requestType, 'portal'),
    sensitive: toDetails(requestType, 'portal-sensitive'),
  })
  return { registration: of('registration'), authentication: of('authentication') }
}

type ProofFile = NonNullable<ConfigFile['registration']['proof']>
type OfferFile = NonNullable<ConfigFile['registration']['offer']>

function toConfig({ registration, authentication, paths }: ConfigFile, definitions: Definitions): ConfirmdConfig {
  const unnamed = new Set<string>()
  const card = definitions.asked ?? definitions.offered
  const toProof = (
    usual: { comment: string; attributes: readonly AskedDetail[] },
    given: ProofFile | undefined,
    definition = card,
  ): ProofConfig => {
    const attributes: ProofFile['attributes'] = given?.attributes ?? [...usual.attributes]
    return {
      comment: given?.comment ?? usual.comment,
      attributes: attributes.map(({ name, label, reason, condition, value, ...from }) => {
        const isNamed = from.credentialDefinitionId !== undefined || from.schemaId !== undefined
        if (!isNamed && definition === card && definitions.asked === undefined) unnamed.add(name)
        return {
          ...{ name, label, reason },
          credentialDefinitionId: isNamed ? (from.credentialDefinitionId ?? null) : definition,
          schemaId: from.schemaId ?? null,
          comparison: condition !== undefined && value !== undefined ? { condition, value } : null,
        }
      }),
    }
  }
  const proof = toProof(defaultConfig.registration.proof, registration.proof)
  const config = {
    registration: { proof, offer: toOffer(registration.offer, proof, definitions.offered) },
    authentication: {
      proof: toProof(
        defaultConfig.authentication.proof,
        authentication.proof,
        authentication.proof ? card : definitions.offered, // our own credential: who has it has registered
      ),
    },
    portal: toCardDetails(portalDetails, card),
    sensitive: toCardDetails(sensitiveDetails, card),
    card,
    paths,
  }
  const warning =
    `PROOF_CREDENTIAL_DEFINITION_ID: is not set, so ${[...unnamed].join(', ')} must come from a credential of ` +
    'CREDENTIAL_DEFINITION_ID, which is the one that is issued here'
  return { ...config, warnings: unnamed.size > 0 ? [warning] : [] }
}

function toCardDetails(details: readonly AskedDetail[], card: string): AskedAttribute[] {
  return details.map((detail) => ({ ...detail, credentialDefinitionId: card, schemaId: null, comparison: null }))
}

function toOffer(given: OfferFile | undefined, proof: ProofConfig, offered: string): OfferConfig {
  const usual = defaultConfig.registration.offer
  const isShown = (from: string) => proof.attributes.some(({ name, comparison }) => name === from && !comparison)
  return {
    credentialDefinitionId: given?.credentialDefinitionId ?? offered,
    comment: given?.comment ?? usual.comment,
    attributes: given
      ? given.attributes.map(({ name, value = '', from }) => (from === undefined ? { name, value } : { name, from }))
      : usual.attributes.filter((attribute) => !('from' in attribute) || isShown(attribute.from)),
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read'
    throw new EnvError([`CONFIRMD_CONFIG: the file ${file} ${reason}`])
  }
}
