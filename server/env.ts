import { z } from 'zod'
import { readTrustProxy } from './addresses/trust-proxy.ts'
import { OperatorTokens } from './operator-tokens.ts'

const wholeNumber = (least: number, most: number) => z.coerce.number().int().min(least).max(most)
/** One word. A quote is one that a shell or a container took no notice of, and a blank the end of something else. */
const Word = z.string().regex(/^[^\s"'`]+$/, 'must hold no quotes and no blanks')
const HttpUrl = z.url({ protocol: /^https?$/, message: 'must be an http(s) address' })
const Origin = HttpUrl.refine((text) => {
  if (!URL.canParse(text)) return true // said already
  const { pathname, search, hash, username, password } = new URL(text)
  return pathname === '/' && search + hash + username + password === ''
}, 'must be an origin alone, such as https://connect.example.ng: the server has no path that it could be served under')
const DatabaseUrl = z
  .string()
  .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, 'must be sqlite:PATH, sqlite::memory: or postgresql://…')
const SecretList = z
  .string()
  .transform((list) => list.split(',').map((secret) => secret.trim()))
  .transform((secrets) => secrets.filter((secret) => secret !== ''))
  .pipe(z.array(Word.min(32, 'each must be at least 32 characters')))

/** Schemes that a browser or a phone runs, shows or rewrites by itself instead of handing the link to a wallet. */
const ownSchemes =
  /^(https?|javascript|data|intent|file|blob|about|view-source|vbscript|content|ws|wss|ftp|mailto|tel|sms)$/
/** Letters, digits, plus, dot and hyphen (RFC 3986, 3.1), without the colon. */
const WalletScheme = z
  .string()
  .regex(/^[a-z][a-z0-9+.-]{0,63}$/i, 'must be a scheme alone, such as didcomm')
  .toLowerCase()
  .refine((scheme) => !ownSchemes.test(scheme), 'must be a scheme that only wallets open')
const ProxyList = z.string().transform((text, { addIssue }) => {
  const trusted = readTrustProxy(text)
  if (trusted === null) addIssue('must be true, false, a number of proxies, or a list of networks such as 10.0.0.0/8')
  return trusted ?? false
})
const YesOrNo = z.enum(['true', 'false']).transform((answer) => answer === 'true')

/** What people read in a sentence of its own. */
const PlainText = z
  .string()
  .max(500)
  .regex(/^[^{}\r\n]+$/, 'must be one line, without braces')
const PhoneNumber = z.string().regex(/^\+?\d[\d ()-]{2,20}$/, 'must be a telephone number, such as 0800 000 0000')
const DataKey = z.string().regex(/^[0-9a-f]{64}$/i, 'must be 32 bytes in hex')

/** Guesses are slowed to thirty a minute for each network; shorter ones could still be guessed from many. */
const safeAdminTokenLength = 16

/** Who makes invitations; nobody does in production without an account at the platform, where the simulator is off. */
export type ConfirmdMode = 'simulator' | 'platform' | 'none'

const Variables = z.object({
  NODE_ENV: z
    .enum(['development', 'test', 'production'], 'must be development, test or production')
    .default('development'),
  PORT: wholeNumber(1, 65_535).default(3300),
  HOST: z.string().optional(),
  PUBLIC_URL: Origin.optional(),
  DATABASE_URL: DatabaseUrl.default('sqlite:./data/nelfund-connect.db'),
  // how a PostgreSQL database is used; SQLite has no such settings
  DATABASE_POOL_SIZE: wholeNumber(4, 200).default(10),
  DATABASE_STATEMENT_TIMEOUT_SECONDS: wholeNumber(1, 600).default(10),
  DATABASE_CONNECT_TIMEOUT_SECONDS: wholeNumber(1, 60).default(5),
  WEBHOOK_SECRET: Word.min(32, 'must be at least 32 characters').optional(),
  WEBHOOK_SECRET_PREVIOUS: SecretList.default([]),
  /** A UUID at the platform, whose webhooks are the only ones taken. */
  ORGANIZATION_ID: Word.optional(),
  /** Unset: not checked where there is a key, 300 where there is a signature, which is only good for a while. */
  WEBHOOK_MAX_AGE_SECONDS: wholeNumber(1, 31_536_000).optional(),
  /** Authenticated webhooks a minute per organization; 0 is off. */
  WEBHOOK_RATE_LIMIT: wholeNumber(0, 10_000_000).default(6000),
  /** Sessions made a minute per client's network; 0 is off. */
  SESSION_RATE_LIMIT: wholeNumber(0, 10_000_000).default(120),
  SESSION_TTL_SECONDS: wholeNumber(1, 86_400).default(900),
  /** Opens everything that is an operator's. */
  ADMIN_TOKEN: Word.optional(),
  /** A JSON file: the portals that may sign students in. */
  OIDC_CLIENTS: z.string().optional(),
  /** Seals what students showed. */
  DATA_KEY: DataKey.optional(),
  DATA_KEY_PREVIOUS: DataKey.optional(),
  /** The same for several, so that what was done has a name. */
  ADMIN_TOKENS: OperatorTokens.default([]),
  /** Who answers for what is done with personal data, whom to ask about it, and a file with the privacy notice. */
  PRIVACY_CONTROLLER: PlainText.optional(),
  PRIVACY_CONTACT: PlainText.optional(),
  PRIVACY_NOTICE: z.string().optional(),
  HELP_PHONE: PhoneNumber.optional(),
  HELP_WHATSAPP: PhoneNumber.optional(),
  HELP_EMAIL: z.email('must be an e-mail address').optional(),
  HELP_HOURS: PlainText.optional(),
  /** After this many days personal data is purged. */
  RETENTION_DAYS: wholeNumber(1, 36_500).default(90),
  CONFIRMD_MODE: z.enum(['simulator', 'platform']).optional(),
  CONFIRMD_AUTH_URL: HttpUrl.default('https://manager.credence.ng/realms/confirmd-bench/protocol/openid-connect/token'),
  CONFIRMD_API_URL: HttpUrl.default('https://platform.confamd.com'),
  CLIENT_ID: Word.optional(),
  CLIENT_SECRET: Word.optional(),
  /** The webhook app at the platform that sends here. */
  CONFIRMD_APP_ID: Word.max(255).optional(),
  /** What is offered. */
  CREDENTIAL_DEFINITION_ID: z.string().max(512).optional(),
  /** What the attributes that are asked for must come from. */
  PROOF_CREDENTIAL_DEFINITION_ID: z.string().max(512).optional(),
  /** A JSON file: what is asked for and issued per request type, and other paths for the platform's calls. */
  CONFIRMD_CONFIG: z.string().optional(),
  /** Of the link that opens the student's wallet app. */
  WALLET_SCHEME: WalletScheme.default('didcomm'),
  /** How long a session stands still before the platform is asked about it; 0 is never. */
  RECONCILE_AFTER_SECONDS: wholeNumber(0, 86_400).default(60),
  SIMULATOR_DIALECT: z.enum(['guide', 'platform', 'credebl']).default('platform'),
  /** Whether its webhooks carry a signature instead of the key. */
  SIMULATOR_SIGN: YesOrNo.optional(),
  /** How a short address of its answers, where it gives any. */
  SIMULATOR_SHORT_URLS: z.enum(['off', 'redirect', 'json', 'string', 'base64']).default('off'),
  /** Whether its wallets answer a new invitation with the connection that they have. */
  SIMULATOR_REUSE: YesOrNo.default(false),
  /** As it was written; the simulator reads it. */
  SIMULATOR_CHAOS: z.string().default(''),
  /** Open streams of one client address; 0 is off. A whole campus can share one address. */
  MAX_STREAMS_PER_ADDRESS: wholeNumber(0, 1_000_000).default(1000),
  /** Open connections of one peer; 0 is off, and so is it behind a proxy, which is the only peer there. */
  MAX_CONNECTIONS_PER_ADDRESS: wholeNumber(0, 1_000_000).default(2000),
  TRUST_PROXY: ProxyList.default(false),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
})

/** Every variable that is read. */
export const variableNames = Object.keys(Variables.shape)

/** What an operator is to say in their own words. */
const unwritten = ['PRIVACY_CONTACT', 'PRIVACY_NOTICE'] as const

const Env = Variables.transform((data, { addIssue }) => {
  const production = data.NODE_ENV === 'production'
  const asked = data.CONFIRMD_MODE ?? (data.CLIENT_ID ? 'platform' : 'simulator')
  const mode: ConfirmdMode = production && asked === 'simulator' ? 'none' : asked
  const isGuessable = production && data.ADMIN_TOKEN !== undefined && data.ADMIN_TOKEN.length < safeAdminTokenLength
  const mustHave = (where: string, ...names: (keyof typeof data)[]) => {
    for (const name of names)
      if (!data[name]) addIssue({ code: 'custom', path: [name], message: `is required in ${where}` })
  }
  if (production) mustHave('production', 'WEBHOOK_SECRET')
  if (production && data.OIDC_CLIENTS) mustHave('production where OIDC_CLIENTS is set', 'DATA_KEY')
  if (production && data.ADMIN_TOKENS.some(({ token }) => token.length < safeAdminTokenLength)) {
    const message = `each must be at least ${safeAdminTokenLength} characters in production`
    addIssue({ code: 'custom', path: ['ADMIN_TOKENS'], message })
  }
  if (isGuessable) {
    const message = `must be at least ${safeAdminTokenLength} characters in production`
    addIssue({ code: 'custom', path: ['ADMIN_TOKEN'], message })
  }
  if (mode === 'platform')
    mustHave('platform mode', 'CLIENT_ID', 'CLIENT_SECRET', 'ORGANIZATION_ID', 'CREDENTIAL_DEFINITION_ID')
  return {
    production,
    port: data.PORT,
    host: data.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    /** Origin only, no trailing slash. */
    publicUrl: new URL(data.PUBLIC_URL ?? `http://localhost:${data.PORT}`).origin,
    databaseUrl: data.DATABASE_URL,
    postgres: {
      poolSize: data.DATABASE_POOL_SIZE,
      statementTimeoutMs: data.DATABASE_STATEMENT_TIMEOUT_SECONDS * 1000,
      connectTimeoutMs: data.DATABASE_CONNECT_TIMEOUT_SECONDS * 1000,
    },
    webhookSecret: data.WEBHOOK_SECRET,
    previousWebhookSecrets: data.WEBHOOK_SECRET_PREVIOUS,
    organizationId: data.ORGANIZATION_ID,
    webhookMaxAgeSeconds: data.WEBHOOK_MAX_AGE_SECONDS,
    webhookRateLimit: data.WEBHOOK_RATE_LIMIT,
    sessionRateLimit: data.SESSION_RATE_LIMIT,
    sessionTtlSeconds: data.SESSION_TTL_SECONDS,
    adminToken: data.ADMIN_TOKEN,
    adminTokens: data.ADMIN_TOKENS,
    retentionDays: data.RETENTION_DAYS,
    privacy: {
      controller: data.PRIVACY_CONTROLLER,
      contact: data.PRIVACY_CONTACT,
      noticeFile: data.PRIVACY_NOTICE,
      /** What of it is still as it came with the program, where there are real students: variables. */
      unwritten: production ? unwritten.filter((name) => data[name] === undefined) : [],
    },
    help: { phone: data.HELP_PHONE, whatsapp: data.HELP_WHATSAPP, email: data.HELP_EMAIL, hours: data.HELP_HOURS },
    oidcClients: data.OIDC_CLIENTS,
    dataKey: data.DATA_KEY,
    previousDataKey: data.DATA_KEY_PREVIOUS,
    confirmd: {
      mode,
      authUrl: data.CONFIRMD_AUTH_URL,
      apiUrl: data.CONFIRMD_API_URL.replace(/\/$/, ''),
      clientId: data.CLIENT_ID,
      clientSecret: data.CLIENT_SECRET,
      appId: data.CONFIRMD_APP_ID,
      credentialDefinitionId: data.CREDENTIAL_DEFINITION_ID,
      proofCredentialDefinitionId: data.PROOF_CREDENTIAL_DEFINITION_ID,
      configFile: data.CONFIRMD_CONFIG,
    },
    /** Without its colon. */
    walletScheme: data.WALLET_SCHEME,
    reconcileAfterSeconds: data.RECONCILE_AFTER_SECONDS,
    simulator: {
      dialect: data.SIMULATOR_DIALECT,
      chaos: data.SIMULATOR_CHAOS,
      sign: data.SIMULATOR_SIGN ?? data.SIMULATOR_DIALECT === 'credebl', // which knows no other way to be authentic
      shortUrls: data.SIMULATOR_SHORT_URLS,
      reuse: data.SIMULATOR_REUSE,
    },
    maxStreamsPerAddress: data.MAX_STREAMS_PER_ADDRESS,
    maxConnectionsPerAddress: data.TRUST_PROXY === false ? data.MAX_CONNECTIONS_PER_ADDRESS : 0,
    trustProxy: data.TRUST_PROXY,
    logLevel: data.LOG_LEVEL,
    /** What works, but hardly as it was meant; one line each, naming the variable. */
    warnings: [
      mode === 'none' && 'CLIENT_ID: is not set; no student can register before this server has a wallet platform',
      production &&
        data.PRIVACY_CONTACT === undefined &&
        'PRIVACY_CONTACT: is not set; the privacy notice names nobody whom students can ask what is held about them',
      production &&
        data.PRIVACY_NOTICE === undefined &&
        'PRIVACY_NOTICE: is not set; students read the notice that comes with this program: have it checked, and replace it',
      production &&
        [data.HELP_PHONE, data.HELP_WHATSAPP, data.HELP_EMAIL].every((way) => way === undefined) &&
        'HELP_PHONE, HELP_WHATSAPP, HELP_EMAIL: none is set; the help page names nobody whom students can ask',
    ].filter((warning) => typeof warning === 'string'),
  }
})
/** The process's settings. Secrets that may be generated are still absent here; see `stored-secret.ts`. */
export type Env = z.output<typeof Env>

/** The settings were wrong. `problems` holds one line each, naming the variable and never its value. */
export class EnvError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'EnvError'
    this.problems = problems
  }
}

/**
 * Reads and checks the environment. What stands around a value, such as the newline at the end of a file that it was read
 * from, does not belong to it; an empty variable is an unset one. @throws EnvError with every problem at once.
 */
export function readEnv(variables: Readonly<Record<string, string | undefined>>): Env {
  const trimmed = Object.entries(variables).map(([name, value]) => [name, value?.trim()] as const)
  const set = Object.fromEntries(trimmed.filter(([, value]) => value !== ''))
  const { data, error } = Env.safeParse(set)
  if (data) return data
  throw new EnvError(error.issues.map((issue) => `${issue.path[0]?.toString()}: ${issue.message}`))
}
