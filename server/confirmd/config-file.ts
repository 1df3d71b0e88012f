import { z } from 'zod'
import { type CallName, type CallPaths, defaultPaths, placeholdersIn, placeholdersOf } from './call-paths.ts'
import { defaultConfig } from './default-config.ts'

const Text = z.string().trim().min(1, 'must not be empty').max(300)
/** Numbers are compared as whole ones, and sent as text. */
const Bound = z
  .union([z.int().transform(String), z.string()])
  .pipe(z.string().regex(/^-?\d{1,10}$/, 'must be a whole number'))

const AskedAttribute = z
  .strictObject({
    ...{ name: Text, label: Text, reason: Text },
    ...{ credentialDefinitionId: Text.optional(), schemaId: Text.optional() },
    ...{ condition: z.enum(['<', '<=', '>=', '>']).optional(), value: Bound.optional() },
  })
  .refine(({ condition, value }) => (condition === undefined) === (value === undefined), {
    path: ['condition'],
    message: 'goes with a value, and a value with a condition',
  })

type Refinement = z.core.$RefinementCtx

const attributesOf = <Schema extends z.ZodType<{ readonly name: string }>>(schema: Schema) =>
  z
    .array(schema)
    .min(1, 'must not be empty')
    .max(50)
    .superRefine((attributes, context) => {
      const names = new Set<string>()
      for (const [index, { name }] of attributes.entries()) {
        if (names.has(name)) context.addIssue({ code: 'custom', path: [index, 'name'], message: 'is there twice' })
        names.add(name)
      }
    })

const Proof = z.strictObject({ comment: Text.optional(), attributes: attributesOf(AskedAttribute) })

const OfferedAttribute = z
  .strictObject({
    name: Text,
    value: z
      .string()
      .max(2000)
      .superRefine((value, context) => mustBeKnown(value, ['registrationNumber', 'today'], context))
      .optional(),
    from: Text.optional(),
  })
  .refine(({ value, from }) => (value === undefined) !== (from === undefined), {
    message: 'has either a value, or a from that names what it is taken from',
  })

const Offer = z.strictObject({
  credentialDefinitionId: Text.optional(),
  comment: Text.optional(),
  attributes: attributesOf(OfferedAttribute),
})

const Path = z.string().regex(/^\/(?![/\\])/, 'must start with one /')

const Paths = z.record(z.string(), Path).transform((given, context): CallPaths => {
  const paths: Record<CallName, string> = { ...defaultPaths }
  for (const [name, path] of Object.entries(given)) {
    if (isCallName(name)) {
      mustBeKnown(path, placeholdersOf(name), context, [name])
      paths[name] = path
    } else {
      const message = `is no call; calls are ${Object.keys(defaultPaths).join(', ')}`
      context.addIssue({ code: 'custom', path: [name], message })
    }
  }
  return paths
})

/** The file behind `CONFIRMD_CONFIG`. */
export const ConfigFile = z
  .strictObject({
    registration: z.strictObject({ proof: Proof.optional(), offer: Offer.optional() }).prefault({}),
    authentication: z.strictObject({ proof: Proof.optional() }).prefault({}),
    paths: Paths.prefault({}),
  })
  .superRefine(({ registration }, context) => {
    const asked: z.output<typeof Proof>['attributes'] = registration.proof?.attributes ?? [
      ...defaultConfig.registration.proof.attributes,
    ]
    for (const [index, { from }] of (registration.offer?.attributes ?? []).entries()) {
      if (from === undefined) continue
      const source = asked.find(({ name }) => name === from)
      const problem = source
        ? source.condition && `is only compared by the proof, not shown`
        : 'is not asked for by the proof'
      const path = ['registration', 'offer', 'attributes', index, 'from']
      if (problem) context.addIssue({ code: 'custom', path, message: `"${from}" ${problem}` })
    }
  })
export type ConfigFile = z.output<typeof ConfigFile>

function isCallName(name: string): name is CallName {
  return Object.hasOwn(defaultPaths, name)
}

function mustBeKnown(text: string, known: readonly string[], context: Refinement, path: string[] = []): void {
  for (const name of placeholdersIn(text)) {
    if (known.includes(name)) continue
    const message = `{${name}} is none of ${known.map((one) => `{${one}}`).join(', ')}`
    context.addIssue({ code: 'custom', path, message })
  }
}
