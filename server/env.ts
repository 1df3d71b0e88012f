import { z } from 'zod'

const wholeNumber = (least: number, most: number) => z.coerce.number().int().min(least).max(most)
const HttpUrl = z.url({ protocol: /^https?$/, message: 'must be an http(s) address' })
const DatabaseUrl = z
  .string()
  .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, 'must be sqlite:PATH, sqlite::memory: or postgresql://…')
const SecretList = z
  .string()
  .transform((list) => list.split(',').map((secret) => secret.trim()))
  .transform((secrets) => secrets.filter((secret) => secret !== ''))
  .pipe(z.array(z.string().min(32, 'each must be at least 32 characters')))

/** Guesses are slowed to thirty a minute for each address; shorter ones could still be guessed from many. */
const safeAdminTokenLength = 16

/** Who makes invitations; nobody does in production without an account at the platform, where the simulator is off. */
export type ConfirmdMode = 'simulator' | 'platform' | 'none'

const Variables = z.object({
  NODE_ENV: z.string().default('development'),
  PORT: wholeNumber(1, 65_535).default(3300),
  HOST: z.string().optional(),
  PUBLIC_URL: HttpUrl.optional(),
  DATABASE_URL: DatabaseUrl.default('sqlite:./data/nelfund-connect.db'),
  // how a PostgreSQL database is used; SQLite has no such settings
  DATABASE_POOL_SIZE: wholeNumber(4, 200).default(10),
  DATABASE_STATEMENT_TIMEOUT_SECONDS: wholeNumber(1, 600).default(10),
  DATABASE_CONNECT_TIMEOUT_SECONDS: wholeNumber(1, 60).default(5),
  WEBHOOK_SECRET: z.string().min(32, 'must be at least 32 characters').optional(),
  WEBHOOK_SECRET_PREVIOUS: SecretList.default([]),
  ORGANIZATION_ID: z.string().optional(),
  WEBHOOK_MAX_AGE_SECONDS: wholeNumber(1, 31_536_000).optional(),
  /** Authenticated webhooks a minute per organization; 0 is off. */
  WEBHOOK_RATE_LIMIT: wholeNumber(0, 10_000_000).default(6000),
  SESSION_TTL_SECONDS: wholeNumber(1, 86_400).default(900),
  /** Opens everything that is an operator's. */
  ADMIN_TOKEN: z.string().optional(),
  /** After this many days personal data is purged. */
  RETENTION_DAYS: wholeNumber(1, 36_500).default(90),
  CONFIRMD_MODE: z.enum(['simulator', 'platform']).optional(),
  CONFIRMD_AUTH_URL: HttpUrl.default('https://manager.credence.ng/realms/confirmd-bench/protocol/openid-connect/token'),
  CONFIRMD_API_URL: HttpUrl.default('https://platform.confamd.com'),
  CLIENT_ID: z.string().optional(),
  CLIENT_SECRET: z.string().optional(),
  /** The webhook app at the platform that sends here. */
  CONFIRMD_APP_ID: z.string().max(255).optional(),
  /** A JSON file with other paths and bodies for the platform's calls. */
  CONFIRMD_TEMPLATES: z.string().optional(),
  /** How long a session stands still before the platform is asked about it; 0 is never. */
  RECONCILE_AFTER_SECONDS: wholeNumber(0, 86_400).default(60),
  SIMULATOR_DIALECT: z.enum(['guide', 'platform']).default('guide'),
  /** As it was written; the simulator reads it. */
  SIMULATOR_CHAOS: z.string().default(''),
  /** Open streams of one client address; 0 is off. A whole campus can share one address. */
  MAX_STREAMS_PER_ADDRESS: wholeNumber(0, 1_000_000).default(1000),
  /** Open connections of one peer; 0 is off, and so is it behind a proxy, which is the only peer there. */
  MAX_CONNECTIONS_PER_ADDRESS: wholeNumber(0, 1_000_000).default(2000),
  TRUST_PROXY: z.enum(['true', 'false']).default('false'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
})

/** Every variable that is read. */
export const variableNames = Object.keys(Variables.shape)

const Env = Variables.transform((data, { addIssue }) => {
  const production = data.NODE_ENV === 'production'
  const trustProxy = data.TRUST_PROXY === 'true'
  const asked = data.CONFIRMD_MODE ?? (data.CLIENT_ID ? 'platform' : 'simulator')
  const mode: ConfirmdMode = production && asked === 'simulator' ? 'none' : asked
  const isGuessable = production && data.ADMIN_TOKEN !== undefined && data.ADMIN_TOKEN.length < safeAdminTokenLength
  const mustHave = (name: 'WEBHOOK_SECRET' | 'CLIENT_ID' | 'CLIENT_SECRET', where: string) => {
    if (!data[name]) addIssue({ code: 'custom', path: [name], message: `is required in ${where}` })
  }
  if (production) mustHave('WEBHOOK_SECRET', 'production')
  if (mode === 'platform') mustHave('CLIENT_ID', 'platform mode')
  if (mode === 'platform') mustHave('CLIENT_SECRET', 'platform mode')
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
    sessionTtlSeconds: data.SESSION_TTL_SECONDS,
    adminToken: data.ADMIN_TOKEN,
    retentionDays: data.RETENTION_DAYS,
    confirmd: {
      mode,
      authUrl: data.CONFIRMD_AUTH_URL,
      apiUrl: data.CONFIRMD_API_URL.replace(/\/$/, ''),
      clientId: data.CLIENT_ID,
      clientSecret: data.CLIENT_SECRET,
      appId: data.CONFIRMD_APP_ID,
      templatesFile: data.CONFIRMD_TEMPLATES,
    },
    reconcileAfterSeconds: data.RECONCILE_AFTER_SECONDS,
    simulator: { dialect: data.SIMULATOR_DIALECT, chaos: data.SIMULATOR_CHAOS },
    maxStreamsPerAddress: data.MAX_STREAMS_PER_ADDRESS,
    maxConnectionsPerAddress: trustProxy ? 0 : data.MAX_CONNECTIONS_PER_ADDRESS,
    trustProxy,
    logLevel: data.LOG_LEVEL,
    /** What works, but hardly as it was meant; one line each, naming the variable. */
    warnings: [
      mode === 'none' && 'CLIENT_ID: is not set; no student can register before this server has a wallet platform',
      isGuessable && `ADMIN_TOKEN: can be guessed; ${safeAdminTokenLength} characters or more are safe`,
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

/** Reads and checks the environment; an empty variable is an unset one. @throws EnvError with every problem at once. */
export function readEnv(variables: Readonly<Record<string, string | undefined>>): Env {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const { data, error } = Env.safeParse(set)
  if (data) return data
  throw new EnvError(error.issues.map((issue) => `${issue.path[0]?.toString()}: ${issue.message}`))
}
