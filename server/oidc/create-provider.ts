import { createHmac } from 'node:crypto'
import { errors, interactionPolicy, type OidcContext, type Payload, Provider } from 'oidc-provider'
import { z } from 'zod'
import { languageIn } from '../http/pages/words.ts'
import { claimsOfScopes, toClaims } from './claims.ts'
import { inOAuthWords } from './failures.ts'
import type { createOidcRecords } from './oidc-records.ts'
import { errorPage } from './pages.ts'
import type { PortalVisits } from './portal-visits.ts'
import { type OidcClient, responseModes, scopes } from './read-clients.ts'
import type { readSigningKeys } from './signing-keys.ts'

/** How a student was recognized: by a credential in their own wallet, which this server has had verified. */
export const acr = 'urn:nelfund:acr:wallet'

interface ProviderOptions {
  /** Origin only: the issuer. */
  readonly publicUrl: string
  readonly clients: readonly OidcClient[]
  readonly keys: ReturnType<typeof readSigningKeys>
  /** Of cookies and of pairwise names, in hex. */
  readonly cookieKey: string
  readonly records: ReturnType<typeof createOidcRecords>
  readonly visits: PortalVisits
  /** What students show, by what they came for. */
  readonly definitionOf: (requestType: string) => string
}

/** By which the provider would let pages of other sites read some of its answers. */
const readableElsewhere = ['Access-Control-Allow-Origin', 'Access-Control-Expose-Headers']
export const discoveryPath = '/.well-known/openid-configuration'
const Metadata = z.looseObject({ claims_supported: z.array(z.string()) })

const codeSeconds = 60
const tokenSeconds = 5 * 60
const interactionSeconds = 30 * 60
const sessionSeconds = 10 * 60

/**
 * The OpenID provider: authorization code with PKCE alone, everything else off. It remembers nobody: each sign-in is one by
 * the wallet. Of a student's data the ID token has the name that the portal knows them by, and userinfo the rest.
 */
export function createProvider(options: ProviderOptions): Provider {
  const { publicUrl, clients, keys, cookieKey, records, visits, definitionOf } = options
  const policy = interactionPolicy.base()
  policy.remove('consent') // the wallet asks, before it shows anything
  const secure = publicUrl.startsWith('https:')
  const cookie = { signed: true, httpOnly: true, sameSite: 'lax', secure, path: '/' }
  const provider = new Provider(publicUrl, {
    adapter: records,
    clients,
    jwks: { keys },
    cookies: { keys: [cookieKey], long: cookie, short: cookie },
    scopes,
    claims: claimsOfScopes,
    acrValues: [acr],
    responseTypes: ['code'],
    grantTypes: ['authorization_code'],
    clientAuthMethods: ['client_secret_basic', 'private_key_jwt'],
    subjectTypes: ['public', 'pairwise'],
    pairwiseIdentifier: (_: unknown, accountId: string, client: { sectorIdentifier?: string }) =>
      createHmac('sha256', cookieKey).update(`${client.sectorIdentifier} ${accountId}`).digest('base64url'),
    pkce: { required: () => true },
    conformIdTokenClaims: true,
    expiresWithSession: () => false,
    revokeGrantPolicy: () => true,
    clientBasedCORS: () => false,
    routes: {
      authorization: '/oidc/authorize',
      jwks: '/oidc/jwks',
      pushed_authorization_request: '/oidc/par',
      token: '/oidc/token',
      userinfo: '/oidc/userinfo',
      end_session: '/oidc/end',
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      pushedAuthorizationRequests: { enabled: true },
    },
    ttl: {
      AuthorizationCode: codeSeconds,
      AccessToken: tokenSeconds,
      IdToken: tokenSeconds,
      Interaction: interactionSeconds,
      Session: sessionSeconds,
      Grant: sessionSeconds,
    },
    interactions: {
      policy,
      url: (_: unknown, { params }: { params: Payload }) => `/register/intro?type=${requestTypeOf(params)}`,
    },
    findAccount: (_: unknown, sub: string, token?: { grantId?: string }) => ({
      accountId: sub,
      async claims(use: string) {
        if (use !== 'userinfo') return { sub }
        const identity = await inOAuthWords(() => visits.identity(token?.grantId ?? ''))
        if (!identity) throw new errors.InvalidToken('what the student showed is no longer kept')
        return { sub, ...toClaims(identity, definitionOf(identity.requestType)) }
      },
    }),
    renderError(ctx: OidcContext, out: { error: string; error_description?: string }) {
      ctx.type = 'html'
      ctx.body = String(errorPage(languageIn(null, ctx.req.headers.cookie), out))
    },
  })
  provider.on('authorization.error', ({ oidc: { params } }) => {
    if (params?.response_mode === 'form_post') params.response_mode = undefined // that is said in the address too
  })
  provider.use(async (ctx, next) => {
    await next()
    for (const name of readableElsewhere) ctx.remove(name)
    if (ctx.path === discoveryPath) ctx.body = onlyWhatIsTrue(Metadata.parse(ctx.body))
  })
  provider.proxy = true // what it believes of the outer address is set by `routes.ts`
  return provider
}

/** The provider names some things that no portal's entry allows, or that no token holds. */
function onlyWhatIsTrue({ claims_supported: claims, ...metadata }: z.output<typeof Metadata>) {
  return {
    ...metadata,
    response_modes_supported: responseModes,
    claims_supported: claims.filter((one) => one !== 'sid'),
  }
}

/** What a portal sends a student for, by the scopes that it asks for. */
export function requestTypeOf({ scope }: Payload): 'registration' | 'authentication' {
  return String(scope).split(' ').includes('registration') ? 'registration' : 'authentication'
}
