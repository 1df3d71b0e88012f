import type { PortalVisits } from './portal-visits.ts'

const shown = ['matric_number', 'school_name', 'surname', 'othernames', 'programme', 'department', 'graduation_year']

/** What each scope lets a portal be told. */
export const claimsOfScopes = {
  openid: ['sub', 'acr', 'auth_time'],
  student: [...shown, 'credential_definition_id', 'verified_at', 'registration_number', 'registration_status'],
  registration: ['registration_number', 'registration_status'],
  'student:sensitive': ['national_id_number', 'birthdate'],
}

/** The claims of a student: what was shown, under the names of the student card; what was not shown is left out. */
export function toClaims(
  { attributes, verifiedAt, registrationNumber }: NonNullable<Awaited<ReturnType<PortalVisits['identity']>>>,
  credentialDefinitionId: string,
) {
  const { date_of_birth: birthdate, national_id_number } = attributes
  return {
    ...Object.fromEntries(shown.flatMap((name) => (attributes[name] === undefined ? [] : [[name, attributes[name]]]))),
    ...(birthdate !== undefined && { birthdate }),
    ...(national_id_number !== undefined && { national_id_number }),
    credential_definition_id: credentialDefinitionId,
    verified_at: verifiedAt,
    ...(registrationNumber !== null && { registration_number: registrationNumber, registration_status: 'registered' }),
  }
}
