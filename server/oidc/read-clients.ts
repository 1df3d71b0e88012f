import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { EnvError } from '../env.ts'

/** What a portal can be told; `student:sensitive` only where its entry says so. */
export const scopes = ['openid', 'student', 'registration', 'student:sensitive'] as const
const usualScope = 'openid student registration'
/** In the address: the page that would post the answer is kept from that by its security headers. */
export const responseModes = ['query', 'fragment']

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])$/
/** Of the algorithms that this server advertises: RS256, PS256, ES256, Ed25519. */
const PublicKey = z
  .discriminatedUnion('kty', [
    z.looseObject({ kty: z.literal('RSA'), n: z.string().min(342, 'must have at least 2048 bits'), e: z.string() }),
    z.looseObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() }),
    z.looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() }),
  ])
  .refine((key) => !('d' in key), 'holds a private key, which must never leave the portal')

/** By the names of OpenID Connect Dynamic Client Registration 1.0, section 2. */
const clientOf = (production: boolean) =>
  z
    .strictObject({
      client_id: z.string().regex(/^[\w.~-]{1,255}$/, 'must be letters, digits and . _ ~ -'),
      client_name: z.string().trim().min(1).max(80),
      client_secret: z.string().min(32, 'must be at least 32 characters').optional(),
      jwks: z.object({ keys: z.array(PublicKey).min(1).max(10) }).optional(),
      token_endpoint_auth_method: z.enum(['client_secret_basic', 'private_key_jwt']).optional(),
      redirect_uris: z
        .array(z.string().superRefine(redirect(production)))
        .min(1)
        .max(20),
      scope: z
        .string()
        .refine((scope) => scope.split(' ').every((one) => scopes.some((known) => known === one)), {
          message: `may hold ${scopes.join(', ')}`,
        })
        .refine((scope) => scope.split(' ').includes('openid'), 'must hold openid')
        .default(usualScope),
      subject_type: z.enum(['public', 'pairwise']).default('public'),
    })
    .superRefine(({ subject_type, redirect_uris }, context) => {
      const hosts = new Set(redirect_uris.map((uri) => (URL.canParse(uri) ? new URL(uri).host : '')))
      if (subject_type === 'pairwise' && hosts.size > 1)
        context.addIssue({ code: 'custom', path: ['redirect_uris'], message: 'must be of one host where pairwise' })
    })
    .transform((client, context) => {
      const method = client.token_endpoint_auth_method ?? (client.jwks ? 'private_key_jwt' : 'client_secret_basic')
      const isBasic = method === 'client_secret_basic'
      if (isBasic && client.client_secret === undefined)
        context.addIssue({ code: 'custom', path: ['client_secret'], message: 'is required for client_secret_basic' })
      if (!isBasic && client.jwks === undefined)
        context.addIssue({ code: 'custom', path: ['jwks'], message: 'is required for private_key_jwt' })
      const { client_secret, jwks, ...rest } = client
      return {
        ...rest,
        token_endpoint_auth_method: method,
        ...(isBasic ? { client_secret } : { jwks }),
        response_types: ['code'],
        response_modes: responseModes,
        grant_types: ['authorization_code'],
      }
    })
export type OidcClient = z.output<ReturnType<typeof clientOf>>

/**
 * The portals that may sign students in, out of the JSON file behind `OIDC_CLIENTS`.
 *
 * @throws EnvError with every problem at once, naming the place in the file and never a value.
 */
export function readClients(file: string, production: boolean): OidcClient[] {
  const { data, error } = z.array(clientOf(production)).min(1, 'must not be empty').safeParse(readJson(file))
  if (error)
    throw new EnvError(
      error.issues.map(({ path, message }) => `OIDC_CLIENTS: ${path.join('.') || 'the file'}: ${message}`),
    )
  const ids = data.map(({ client_id }) => client_id)
  const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index)
  if (twice !== -1) throw new EnvError([`OIDC_CLIENTS: ${twice}.client_id: is there twice`])
  return data
}

function redirect(production: boolean) {
  return (text: string, { addIssue }: z.core.$RefinementCtx<string>) => {
    const url = URL.canParse(text) ? new URL(text) : null
    if (url?.hash !== '' || text.includes('*') || url.username !== '')
      return addIssue('must be a complete address, without a fragment')
    const isLocal = url.protocol === 'http:' && loopback.test(url.hostname) && !production
    if (url.protocol !== 'https:' && !isLocal)
      addIssue(production ? 'must be https' : 'must be https, or http on this machine')
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read'
    throw new EnvError([`OIDC_CLIENTS: the file ${file} ${reason}`])
  }
}
