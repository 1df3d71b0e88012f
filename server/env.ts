import { z } from 'zod'

const unset = (value: unknown) => (value === '' ? undefined : value)
const optional = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(unset, schema.optional())
const defaulted = <Schema extends z.ZodType>(schema: Schema, value: z.input<Schema>) =>
  z.preprocess((raw) => unset(raw) ?? value, schema)
const wholeNumber = (least: number, most: number) => z.coerce.number().int().min(least).max(most)
const Secret = z.string().min(32, 'must be at least 32 characters')
/** Guesses are slowed to thirty a minute for each address; shorter ones could still be guessed from many. */
const safeAdminTokenLength = 16
const HttpUrl = z.url({ protocol: /^https?$/, message: 'must be an http(s) address' })

const SecretList = z
  .string()
  .transform((list) =>
    list
      .split(',')
      .map((secret) => secret.trim())
      .filter((secret) => secret !== ''),
  )
  .pipe(z.array(z.string().min(32, 'each must be at least 32 characters')))

const Variables = z.object({
  NODE_ENV: defaulted(z.string(), 'development'),
  PORT: defaulted(wholeNumber(1, 65_535), 3300),
  HOST: optional(z.string()),
  PUBLIC_URL: optional(HttpUrl),
  DATABASE_URL: defaulted(
    z.string().regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, 'must be sqlite:PATH, sqlite::memory: or postgresql://…'),
    'sqlite:./data/nelfund-connect.db',
  ),
  DATABASE_POOL_SIZE: defaulted(wholeNumber(4, 200), 10),
  DATABASE_STATEMENT_TIMEOUT_SECONDS: defaulted(wholeNumber(1, 600), 10),
  DATABASE_CONNECT_TIMEOUT_SECONDS: defaulted(wholeNumber(1, 60), 5),
  WEBHOOK_SECRET: optional(Secret),
  WEBHOOK_SECRET_PREVIOUS: defaulted(SecretList, ''),
  ORGANIZATION_ID: optional(z.string()),
  WEBHOOK_MAX_AGE_SECONDS: optional(wholeNumber(1, 31_536_000)),
  WEBHOOK_RATE_LIMIT: defaulted(wholeNumber(0, 10_000_000), 6000),
  SESSION_TTL_SECONDS: defaulted(wholeNumber(1, 86_400), 900),
  ADMIN_TOKEN: optional(z.string()),
  RETENTION_DAYS: defaulted(wholeNumber(1, 36_500), 90),
  CONFIRMD_MODE: optional(z.enum(['simulator', 'platform'])),
  CONFIRMD_AUTH_URL: defaulted(
    HttpUrl,
    'https://manager.credence.ng/realms/confirmd-bench/protocol/openid-connect/token',
  ),
  CONFIRMD_API_URL: defaulted(HttpUrl, 'https://platform.confamd.com'),
  CLIENT_ID: optional(z.string()),
  CLIENT_SECRET: optional(z.string()),
  CONFIRMD_APP_ID: optional(z.string().max(255)),
  CONFIRMD_TEMPLATES: optional(z.string()),
  RECONCILE_AFTER_SECONDS: defaulted(wholeNumber(0, 86_400), 60),
  SIMULATOR_DIALECT: defaulted(z.enum(['guide', 'platform']), 'guide'),
  SIMULATOR_CHAOS: defaulted(z.string(), ''),
  MAX_STREAMS_PER_ADDRESS: defaulted(wholeNumber(0, 1_000_000), 1000),
  MAX_CONNECTIONS_PER_ADDRESS: defaulted(wholeNumber(0, 1_000_000), 2000),
  TRUST_PROXY: defaulted(z.enum(['true', 'false']), 'false'),
  LOG_LEVEL: defaulted(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']), 'info'),
})

/** Every variable that is read. */
export const variableNames = Object.keys(Variables.shape)

/** Who makes invitations; nobody does in production without an account at the platform, where the simulator is off. */
export type ConfirmdMode = 'simulator' | 'platform' | 'none'

/** The process's settings. Secrets that may be generated are still absent here; see `secrets.ts`. */
export interface Env {
  readonly production: boolean
  readonly port: number
  readonly host: string
  /** Origin only, no trailing slash. */
  readonly publicUrl: string
  readonly databaseUrl: string
  /** How a PostgreSQL database is used; SQLite has no such settings. */
  readonly postgres: {
    readonly poolSize: number
    readonly statementTimeoutMs: number
    readonly connectTimeoutMs: number
  }
  readonly webhookSecret: string | undefined
  readonly previousWebhookSecrets: readonly string[]
  readonly organizationId: string | undefined
  readonly webhookMaxAgeSeconds: number | undefined
  /** Authenticated webhooks a minute per organization; 0 is off. */
  readonly webhookRateLimit: number
  readonly sessionTtlSeconds: number
  /** Opens everything that is an operator's. */
  readonly adminToken: string | undefined
  /** After this many days personal data is purged. */
  readonly retentionDays: number
  readonly confirmd: {
    readonly mode: ConfirmdMode
    readonly authUrl: string
    readonly apiUrl: string
    readonly clientId: string | undefined
    readonly clientSecret: string | undefined
    /** The webhook app at the platform that sends here. */
    readonly appId: string | undefined
    /** A JSON file with other paths and bodies for the platform's calls. */
    readonly templatesFile: string | undefined
  }
  /** How long a session stands still before the platform is asked about it; 0 is never. */
  readonly reconcileAfterSeconds: number
  readonly simulator: {
    readonly dialect: 'guide' | 'platform'
    /** As it was written; the simulator reads it. */
    readonly chaos: string
  }
  /** Open streams of one client address; 0 is off. A whole campus can share one address. */
  readonly maxStreamsPerAddress: number
  /** Open connections of one peer; 0 is off, and so is it behind a proxy, which is the only peer there. */
  readonly maxConnectionsPerAddress: number
  readonly trustProxy: boolean
  readonly logLevel: string
  /** What works, but hardly as it was meant; one line each, naming the variable. */
  readonly warnings: readonly string[]
}

/** The settings were wrong. `problems` holds one line each, naming the variable and never its value. */
export class EnvError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'EnvError'
    this.problems = problems
  }
}

/** Reads and checks the environment. @throws EnvError with every problem at once. */
export function readEnv(variables: Readonly<Record<string, string | undefined>>): Env {
  const { data, error } = Variables.safeParse(variables)
  if (error) throw new EnvError(error.issues.map((issue) => `${issue.path[0]?.toString()}: ${issue.message}`))
  const production = data.NODE_ENV === 'production'
  const asked = data.CONFIRMD_MODE ?? (data.CLIENT_ID ? 'platform' : 'simulator')
  const mode = production && asked === 'simulator' ? 'none' : asked
  const problems = [
    production && !data.WEBHOOK_SECRET && 'WEBHOOK_SECRET: is required in production',
    mode === 'platform' && !data.CLIENT_ID && 'CLIENT_ID: is required in platform mode',
    mode === 'platform' && !data.CLIENT_SECRET && 'CLIENT_SECRET: is required in platform mode',
  ].filter((problem) => typeof problem === 'string')
  if (problems.length > 0) throw new EnvError(problems)
  return {
    production,
    port: data.PORT,
    host: data.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
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
    maxConnectionsPerAddress: data.TRUST_PROXY === 'true' ? 0 : data.MAX_CONNECTIONS_PER_ADDRESS,
    trustProxy: data.TRUST_PROXY === 'true',
    logLevel: data.LOG_LEVEL,
    warnings: [
      mode === 'none' && 'CLIENT_ID: is not set; no student can register before this server has a wallet platform',
      production &&
        data.ADMIN_TOKEN !== undefined &&
        data.ADMIN_TOKEN.length < safeAdminTokenLength &&
        `ADMIN_TOKEN: can be guessed; ${safeAdminTokenLength} characters or more are safe`,
    ].filter((warning) => typeof warning === 'string'),
  }
}
