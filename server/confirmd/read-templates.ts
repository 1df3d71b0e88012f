import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { EnvError } from '../env.ts'
import { type CallName, defaultTemplates, type Json, type PlatformTemplates, placeholders } from './templates.ts'

const JsonValue: z.ZodType<Json> = z.json()

const call = (name: CallName) =>
  z
    .strictObject({ path: z.string().startsWith('/', 'must start with /').optional(), body: JsonValue.optional() })
    .superRefine(({ path = '' }, context) => {
      for (const [placeholder, word = ''] of path.matchAll(/\{(\w*)\}/g)) {
        if (placeholders[name].some((known) => known === word)) continue
        const known = placeholders[name].map((one) => `{${one}}`).join(', ')
        context.addIssue({ code: 'custom', path: ['path'], message: `${placeholder} is none of ${known}` })
      }
    })
    .transform(({ path = defaultTemplates[name].path, body = defaultTemplates[name].body }) => ({ path, body }))
    .prefault({})

const Templates = z.strictObject({
  invitation: call('invitation'),
  connection: call('connection'),
  proof: call('proof'),
  proofRecord: call('proofRecord'),
  offer: call('offer'),
  credentialRecord: call('credentialRecord'),
  createApp: call('createApp'),
  app: call('app'),
  testApp: call('testApp'),
  deliveries: call('deliveries'),
  rotateSecret: call('rotateSecret'),
})

/**
 * The calls as the JSON file shapes them; what it leaves out, paths and bodies each, is as usual.
 *
 * @throws EnvError with every problem at once, naming `CONFIRMD_TEMPLATES` and the place in the file.
 */
export function readTemplates(file: string | undefined): PlatformTemplates {
  if (file === undefined) return defaultTemplates
  const { data, error } = Templates.safeParse(readJson(file))
  if (data) return data
  throw new EnvError(
    error.issues.map(({ path, message }) => `CONFIRMD_TEMPLATES: ${path.join('.') || 'the file'}: ${message}`),
  )
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read'
    throw new EnvError([`CONFIRMD_TEMPLATES: the file ${file} ${reason}`])
  }
}
