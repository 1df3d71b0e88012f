import type { VerifiedAttributes } from '../confirmd/platform.ts'
import type { Sealer } from '../secrets/sealer.ts'
import { createMarkOf, digestOf, type MarkOf } from './erased-keys.ts'

/** What this server knows students again by, and seals with what they showed. */
export interface StudentKeys extends Sealer {
  /** The same for the same student, whatever the phone; null where the attributes do not say who it is. */
  subOf(attributes: VerifiedAttributes): string | null
  /** Of a connection alone, where what is asked for can tell nobody apart. */
  subOfConnection(connectionId: string): string
  /** The mark that an id leaves when its person is erased. */
  readonly markOf: MarkOf
  /** What `markOf` is made of. */
  readonly markKey: string
}

/** Attributes that together name one student, the surest first: their names as the student card has them. */
const identifying = [['national_id_number'], ['school_name', 'matric_number']] as const

/** The names that students are told apart by, out of those that every registration shows; null where none of them will do. */
export function identifyingNames(shown: readonly string[]): readonly string[] | null {
  return identifying.find((names) => names.every((name) => shown.includes(name))) ?? null
}

/**
 * `key` is a secret of the server's own: eleven digits could be tried out otherwise. `definition` is the credential that the
 * names are from, and `names` are what every registration shows, so that it does not matter what else a session asked for.
 */
export function createStudentKeys(
  sealer: Sealer,
  key: string,
  { definition, names }: { readonly definition: string; readonly names: readonly string[] | null },
): StudentKeys {
  const secret = Buffer.from(key, 'hex')
  const digest = (...parts: readonly string[]) => digestOf(secret, ...parts)
  return {
    ...sealer,
    subOf(attributes) {
      const values = names?.map((name) => toComparable(attributes[name] ?? '')) ?? []
      return names === null || values.includes('') ? null : digest(definition, ...names, ...values)
    },
    subOfConnection: (connectionId) => digest('connection', connectionId),
    markOf: createMarkOf(key),
    markKey: key,
  }
}

/** A number is the same however it was typed when the card was made. */
function toComparable(value: string): string {
  return value.normalize('NFKC').trim().replace(/\s+/g, ' ').toUpperCase()
}
