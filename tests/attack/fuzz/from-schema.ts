import fc from 'fast-check'
import { z } from 'zod'

/** Values that fit a zod schema, for the kinds of schema that procedures take; anything where the kind is another. */
export function fromSchema(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  if (schema instanceof z.core.$ZodObject) return fromShape(schema)
  if (schema instanceof z.core.$ZodOptional) return fc.option(fromSchema(schema._zod.def.innerType), { nil: undefined })
  if (schema instanceof z.core.$ZodNullable) return fc.option(fromSchema(schema._zod.def.innerType), { nil: null })
  if (schema instanceof z.core.$ZodDefault) return fc.option(fromSchema(schema._zod.def.innerType), { nil: undefined })
  if (schema instanceof z.core.$ZodPipe) return fromSchema(schema._zod.def.in)
  if (schema instanceof z.core.$ZodUnion) return fc.oneof(...schema._zod.def.options.map(fromSchema))
  if (schema instanceof z.core.$ZodArray) return fc.array(fromSchema(schema._zod.def.element), { maxLength: 5 })
  if (schema instanceof z.core.$ZodEnum) return fc.constantFrom(...Object.values(schema._zod.def.entries))
  if (schema instanceof z.core.$ZodLiteral) return fc.constantFrom(...schema._zod.def.values)
  if (schema instanceof z.core.$ZodBoolean) return fc.boolean()
  if (schema instanceof z.core.$ZodNumber) return fc.oneof(fc.integer({ min: -1, max: 300 }), fc.double())
  if (schema instanceof z.core.$ZodString) return fromString(schema)
  return fc.anything()
}

function fromShape({ _zod: { def } }: z.core.$ZodObject): fc.Arbitrary<unknown> {
  return fc.record(Object.fromEntries(Object.entries(def.shape).map(([name, inner]) => [name, fromSchema(inner)])))
}

function fromString(schema: z.core.$ZodString): fc.Arbitrary<string> {
  if (schema instanceof z.core.$ZodUUID)
    return fc.oneof({ weight: 1, arbitrary: fc.uuid() }, { weight: 1, arbitrary: fc.uuid({ version: 4 }) })
  if (schema instanceof z.core.$ZodISODateTime)
    return fc.oneof(
      fc.date({ noInvalidDate: true }).map((at) => at.toISOString()),
      oddText,
    )
  return fc.oneof(fc.string({ maxLength: 40 }), forgedCursor, oddText)
}

/** What text should not hold, and what it should not be. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    '\u0000',
    'a\u0000b',
    '\ud800',
    'x\udfff',
    '\u202e',
    '../..',
    '%00',
    "' or 1=1 --",
    '__proto__',
    'constructor',
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.integer({ min: 200, max: 60_000 }).map((length) => 'y'.repeat(length)),
)

const forgedCursor = fc
  .tuple(
    fc.oneof(fc.string(), fc.constant(null)),
    fc.oneof(fc.integer(), fc.double()),
    fc.oneof(fc.integer(), fc.double()),
  )
  .map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url'))

const nested = fc
  .tuple(fc.integer({ min: 1, max: 4000 }), fc.constantFrom<readonly [string, string]>(['[', ']'], ['{"a":', '}']))
  .map(([depth, [open, close]]) => `${open.repeat(depth)}1${close.repeat(depth)}`)

/** The JSON text of something that fits, of the same with a part of another type, or of what fits nowhere. */
export function asInput(fitting: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  const changed = fc.tuple(fitting, fc.anything(), fc.nat()).map(([value, other, at]) => spoil(value, other, at))
  const written = (value: unknown) => JSON.stringify(value) ?? ''
  return fc.oneof(
    { weight: 5, arbitrary: fitting.map(written) },
    { weight: 3, arbitrary: changed.map(toJson) },
    { weight: 1, arbitrary: fc.anything().map(toJson) },
    { weight: 1, arbitrary: nested },
    { weight: 1, arbitrary: oddText },
  )
}

function spoil(value: unknown, other: unknown, at: number): unknown {
  if (typeof value !== 'object' || value === null) return other
  const names = Object.keys(value)
  const name = names[at % Math.max(names.length, 1)] ?? 'more'
  return { ...value, [name]: other }
}

/** Empty where it cannot be written as JSON. */
function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    return ''
  }
}
