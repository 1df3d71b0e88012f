import { describe, expect, test } from 'vitest'
import { EnvError, readEnv } from '../../server/env.ts'

function problemsOf(variables: Record<string, string>): readonly string[] {
  try {
    readEnv(variables)
    return []
  } catch (error) {
    if (error instanceof EnvError) return error.problems
    throw error
  }
}

test('everything has a default', () => {
  expect(readEnv({})).toMatchObject({
    port: 3300,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:3300',
    databaseUrl: 'sqlite:./data/nelfund-connect.db',
    webhookRateLimit: 6000,
    sessionRateLimit: 120,
    sessionTtlSeconds: 900,
    confirmd: { mode: 'simulator' },
    trustProxy: false,
    retentionDays: 90,
    adminToken: undefined,
  })
})

test('an empty value is an unset one, as in a copied example file', () => {
  expect(
    readEnv({ PORT: '', WEBHOOK_SECRET: '', WEBHOOK_SECRET_PREVIOUS: '', ORGANIZATION_ID: '', CLIENT_ID: '' }),
  ).toEqual(readEnv({}))
})

test('PUBLIC_URL follows PORT, and loses its path', () => {
  expect(readEnv({ PORT: '8080' }).publicUrl).toBe('http://localhost:8080')
  expect(readEnv({ PUBLIC_URL: 'https://connect.example.ng/' }).publicUrl).toBe('https://connect.example.ng')
})

test('how a PostgreSQL database is used can be set', () => {
  expect(readEnv({}).postgres).toEqual({ poolSize: 10, statementTimeoutMs: 10_000, connectTimeoutMs: 5_000 })
  const variables = {
    DATABASE_POOL_SIZE: '24',
    DATABASE_STATEMENT_TIMEOUT_SECONDS: '3',
    DATABASE_CONNECT_TIMEOUT_SECONDS: '2',
  }
  expect(readEnv(variables).postgres).toEqual({ poolSize: 24, statementTimeoutMs: 3_000, connectTimeoutMs: 2_000 })
})

test('secrets of a rotation come as a list', () => {
  const [one, two] = ['a'.repeat(32), 'b'.repeat(40)]
  expect(readEnv({ WEBHOOK_SECRET_PREVIOUS: `${one}, ${two}` }).previousWebhookSecrets).toEqual([one, two])
})

test('an admin token of any length will do for a try, and the retention can be set', () => {
  expect(readEnv({ ADMIN_TOKEN: 'short', RETENTION_DAYS: '30' })).toMatchObject({
    adminToken: 'short',
    retentionDays: 30,
  })
})

const account = {
  CLIENT_ID: 'id',
  CLIENT_SECRET: 'secret',
  ORGANIZATION_ID: '0b1c2d3e-0000-4000-8000-000000000001',
  CREDENTIAL_DEFINITION_ID: 'registration-def',
}

test('CLIENT_ID means the platform', () => {
  const { confirmd, walletScheme } = readEnv({
    ...account,
    PROOF_CREDENTIAL_DEFINITION_ID: 'card-def',
    CONFIRMD_CONFIG: 'confirmd.json',
    WALLET_SCHEME: 'ConfirmdWallet',
  })
  expect(confirmd).toMatchObject({
    mode: 'platform',
    credentialDefinitionId: 'registration-def',
    proofCredentialDefinitionId: 'card-def',
    configFile: 'confirmd.json',
  })
  expect(walletScheme).toBe('confirmdwallet')
  expect(readEnv({ ...account, CONFIRMD_MODE: 'simulator' }).confirmd.mode).toBe('simulator')
})

test('in production the simulator is off, whoever asks for it, and that is worth a warning', () => {
  const production = { NODE_ENV: 'production', WEBHOOK_SECRET: 'webhook-secret-of-production-0123456789' }
  for (const asked of [{}, { CONFIRMD_MODE: 'simulator' }]) {
    const { confirmd, warnings } = readEnv({ ...production, ...asked })
    expect(confirmd.mode).toBe('none')
    expect(warnings.join()).toContain('CLIENT_ID')
  }
  const written = { PRIVACY_CONTACT: 'privacy@example.ng', PRIVACY_NOTICE: 'notice.txt', HELP_EMAIL: 'help@example.ng' }
  expect(readEnv({ ...production, ...account, ...written, ADMIN_TOKEN: 'x'.repeat(16) }).warnings).toEqual([])
})

test('in production a privacy notice and a help that nobody has written are worth a warning', () => {
  const production = { NODE_ENV: 'production', WEBHOOK_SECRET: 'webhook-secret-of-production-0123456789', ...account }
  const { privacy, warnings } = readEnv(production)
  expect(privacy.unwritten).toEqual(['PRIVACY_CONTACT', 'PRIVACY_NOTICE'])
  expect(warnings.map((line) => line.split(':')[0])).toEqual([
    'PRIVACY_CONTACT',
    'PRIVACY_NOTICE',
    'HELP_PHONE, HELP_WHATSAPP, HELP_EMAIL',
  ])
  expect(problemsOf({ HELP_PHONE: 'call us', HELP_WHATSAPP: '1', HELP_EMAIL: 'help' })).toHaveLength(3)
  expect(readEnv({}).privacy.unwritten).toEqual([])
  expect(problemsOf({ PRIVACY_CONTACT: 'one\ntwo' })).toHaveLength(1)
})

test('what stands around a value does not belong to it, whichever variable it is', () => {
  const secret = 'webhook-secret-of-production-0123456789'
  const plain = {
    ...{ ...account, NODE_ENV: 'production', PORT: '4400', HOST: '127.0.0.1', PUBLIC_URL: 'https://example.ng' },
    ...{ WEBHOOK_SECRET: secret, WEBHOOK_SECRET_PREVIOUS: `${secret}1,${secret}2`, ADMIN_TOKEN: 'x'.repeat(16) },
    ...{ DATABASE_URL: 'sqlite:a b.db', TRUST_PROXY: '10.0.0.0/8,fd00::/8', LOG_LEVEL: 'debug', RETENTION_DAYS: '7' },
    ...{ WALLET_SCHEME: 'openid', SIMULATOR_SIGN: 'true', CONFIRMD_CONFIG: 'confirmd.json', SIMULATOR_CHAOS: 'drop=1' },
  }
  for (const around of ['\n', '\r\n', '  ', '\t']) {
    const padded = Object.entries(plain).map(([name, value]) => [name, `${around}${value}${around}`])
    expect(readEnv(Object.fromEntries(padded))).toEqual(readEnv(plain))
  }
  expect(readEnv({ PORT: ' \n' })).toEqual(readEnv({}))
})

test('whose X-Forwarded-For is believed', () => {
  expect(readEnv({ TRUST_PROXY: 'true' }).trustProxy).toBe(1)
  expect(readEnv({ TRUST_PROXY: '2' }).trustProxy).toBe(2)
  expect(readEnv({ TRUST_PROXY: '10.0.0.0/8, fd00::/8' }).trustProxy).toEqual(['10.0.0.0/8', 'fd00::/8'])
  expect(readEnv({ TRUST_PROXY: 'false' }).trustProxy).toBe(false)
  expect(readEnv({ TRUST_PROXY: '2' }).maxConnectionsPerAddress).toBe(0)
})

test('how the simulator behaves is handed on, what it does wrong as it was written', () => {
  const { simulator, reconcileAfterSeconds } = readEnv({
    SIMULATOR_CHAOS: 'drop=0.1,delay=50-500',
    SIMULATOR_DIALECT: 'guide',
    SIMULATOR_SIGN: 'true',
    SIMULATOR_SHORT_URLS: 'base64',
    SIMULATOR_REUSE: 'true',
  })
  const chaos = 'drop=0.1,delay=50-500'
  expect(simulator).toEqual({ dialect: 'guide', chaos, sign: true, shortUrls: 'base64', reuse: true })
  expect(reconcileAfterSeconds).toBe(60)
  const usual = { chaos: '', shortUrls: 'off', reuse: false }
  expect(readEnv({}).simulator).toEqual({ ...usual, dialect: 'platform', sign: false })
  expect(readEnv({ SIMULATOR_DIALECT: 'credebl' }).simulator).toEqual({ ...usual, dialect: 'credebl', sign: true })
})

describe('a bad value is named, and never repeated', () => {
  test.each([
    [{ PORT: 'http' }, 'PORT'],
    [{ PORT: '70000' }, 'PORT'],
    [{ PUBLIC_URL: 'example.ng' }, 'PUBLIC_URL'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
    [{ DATABASE_POOL_SIZE: '1' }, 'DATABASE_POOL_SIZE'],
    [{ DATABASE_STATEMENT_TIMEOUT_SECONDS: '0' }, 'DATABASE_STATEMENT_TIMEOUT_SECONDS'],
    [{ DATABASE_CONNECT_TIMEOUT_SECONDS: 'soon' }, 'DATABASE_CONNECT_TIMEOUT_SECONDS'],
    [{ WEBHOOK_SECRET: 'too-short' }, 'WEBHOOK_SECRET'],
    [{ WEBHOOK_SECRET_PREVIOUS: 'too-short' }, 'WEBHOOK_SECRET_PREVIOUS'],
    [{ WEBHOOK_RATE_LIMIT: '-1' }, 'WEBHOOK_RATE_LIMIT'],
    [{ SESSION_TTL_SECONDS: '0' }, 'SESSION_TTL_SECONDS'],
    [{ CONFIRMD_MODE: 'mock' }, 'CONFIRMD_MODE'],
    [{ CONFIRMD_MODE: 'platform' }, 'CLIENT_ID'],
    [{ CLIENT_ID: 'id' }, 'CLIENT_SECRET'],
    [{ CLIENT_ID: 'id', CLIENT_SECRET: 'secret' }, 'ORGANIZATION_ID'],
    [{ CLIENT_ID: 'id', CLIENT_SECRET: 'secret' }, 'CREDENTIAL_DEFINITION_ID'],
    [{ WALLET_SCHEME: 'javascript' }, 'WALLET_SCHEME'],
    [{ WALLET_SCHEME: 'HTTPS' }, 'WALLET_SCHEME'],
    [{ WALLET_SCHEME: 'intent' }, 'WALLET_SCHEME'],
    [{ WALLET_SCHEME: 'didcomm://invite' }, 'WALLET_SCHEME'],
    [{ SIMULATOR_SIGN: 'yes' }, 'SIMULATOR_SIGN'],
    [{ SIMULATOR_SHORT_URLS: 'on' }, 'SIMULATOR_SHORT_URLS'],
    [{ SIMULATOR_REUSE: '1' }, 'SIMULATOR_REUSE'],
    [{ TRUST_PROXY: 'yes' }, 'TRUST_PROXY'],
    [{ TRUST_PROXY: '10.0.0.0/99' }, 'TRUST_PROXY'],
    [{ SESSION_RATE_LIMIT: '-1' }, 'SESSION_RATE_LIMIT'],
    [{ NODE_ENV: 'Production' }, 'NODE_ENV'],
    [{ NODE_ENV: 'prod' }, 'NODE_ENV'],
    [{ PUBLIC_URL: 'https://example.ng/connect' }, 'PUBLIC_URL'],
    [{ PUBLIC_URL: 'https://example.ng/?connect' }, 'PUBLIC_URL'],
    [{ PUBLIC_URL: 'https://ada@example.ng' }, 'PUBLIC_URL'],
    [{ PUBLIC_URL: '"https://example.ng"' }, 'PUBLIC_URL'],
    [{ WEBHOOK_SECRET: `"${'too-short'.repeat(4)}"` }, 'WEBHOOK_SECRET'],
    [{ WEBHOOK_SECRET: `'${'too-short'.repeat(4)}` }, 'WEBHOOK_SECRET'],
    [{ WEBHOOK_SECRET: 'too-short '.repeat(4) }, 'WEBHOOK_SECRET'],
    [{ WEBHOOK_SECRET_PREVIOUS: `${'too-short'.repeat(4)},"${'too-short'.repeat(4)}"` }, 'WEBHOOK_SECRET_PREVIOUS'],
    [{ WEBHOOK_SECRET_PREVIOUS: 'too-short '.repeat(4) }, 'WEBHOOK_SECRET_PREVIOUS'],
    [{ ADMIN_TOKEN: 'too-short too-short' }, 'ADMIN_TOKEN'],
    [{ ADMIN_TOKEN: '"too-short"' }, 'ADMIN_TOKEN'],
    [{ ...account, CLIENT_SECRET: 'too-short\ttoo-short' }, 'CLIENT_SECRET'],
    [{ ...account, CLIENT_ID: '"too-short"' }, 'CLIENT_ID'],
    [{ ORGANIZATION_ID: "'too-short'" }, 'ORGANIZATION_ID'],
    [{ NODE_ENV: 'production', ADMIN_TOKEN: 'too-short' }, 'ADMIN_TOKEN'],
    [{ RETENTION_DAYS: '0' }, 'RETENTION_DAYS'],
    [{ RETENTION_DAYS: 'ever' }, 'RETENTION_DAYS'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
    [{ RECONCILE_AFTER_SECONDS: '-1' }, 'RECONCILE_AFTER_SECONDS'],
    [{ SIMULATOR_DIALECT: 'french' }, 'SIMULATOR_DIALECT'],
    [{ NODE_ENV: 'production', CLIENT_ID: 'id', CLIENT_SECRET: 'secret' }, 'WEBHOOK_SECRET'],
  ])('%j', (variables, name) => {
    const problems = problemsOf(variables)
    expect(problems.map((problem) => problem.split(':')[0])).toContain(name)
    expect(problems.join()).not.toContain('too-short')
  })

  test('all problems at once', () => {
    expect(problemsOf({ PORT: 'x', LOG_LEVEL: 'x' })).toHaveLength(2)
  })
})
