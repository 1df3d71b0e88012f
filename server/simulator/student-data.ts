import type { Exchange } from './records.ts'

/** What the simulated wallet holds: the Student Card of a made-up student. */
export const studentCard: ReadonlyMap<string, string> = new Map([
  ['surname', 'Okafor'],
  ['othernames', 'Adaeze Chidinma'],
  ['matric_number', 'UNILAG/2023/045123'],
  ['school_name', 'University of Lagos'],
  ['programme', 'B.Sc. Computer Science'],
  ['department', 'Computer Sciences'],
  ['date_of_birth', '2004-03-17'],
  ['national_id_number', '70123456789'],
  ['graduation_year', '2027'],
])

/** The student's own data that the platform puts on every webhook of a proof once it was shared, as its agent holds it. */
export function toProofData({ asked, attributes, isGood }: Exchange) {
  const revealed = attributes.map(({ value }, index) => {
    const encoded = /^\d{1,9}$/.test(value) ? value : String(BigInt(`0x${Buffer.from(value).toString('hex') || '0'}`))
    return [`additionalProp${index + 1}`, { sub_proof_index: 0, raw: value, encoded }]
  })
  const requested = asked.map(({ attributeName, schemaId, credDefId }, index) => [
    `additionalProp${index + 1}`,
    { name: attributeName, restrictions: [{ cred_def_id: credDefId ?? undefined, schema_id: schemaId ?? undefined }] },
  ])
  const presentation = { indy: { requested_proof: { revealed_attrs: Object.fromEntries(revealed) } } }
  return {
    request: { indy: { name: 'Proof Request', version: '1.0', requested_attributes: Object.fromEntries(requested) } },
    ...(isGood !== null && { presentation }),
  }
}

/** The same for a credential: what was put into it, twice. */
export function toCredentialData({ attributes, credDefId, state }: Exchange) {
  const named = attributes.map(({ name, value }) => ({ 'mime-type': 'text/plain', name, value }))
  const values = Object.fromEntries(attributes.map(({ name, value }) => [name, { raw: value }]))
  const credential = { indy: { cred_def_id: credDefId, values } }
  return {
    credentialAttributes: named,
    credentialData: {
      ...{ offerAttributes: named, offer: { indy: { cred_def_id: credDefId } } },
      ...(state === 'issued' && { credential }),
    },
  }
}
