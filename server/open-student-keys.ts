import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { ConfirmdConfig } from './confirmd/confirmd-config.ts'
import type { Database } from './db/database.ts'
import { openSealedKey } from './db/sealed-keys.ts'
import { type Env, EnvError } from './env.ts'
import { createSealer, SealError } from './secrets/sealer.ts'
import { storedSecret } from './secrets/stored-secret.ts'
import { createStudentKeys, identifyingNames } from './sessions/student-keys.ts'

interface KeyContext {
  readonly db: Database
  readonly dataDirectory: string
  readonly log: Logger
}

/** Holds what students are known again by where the database's own key cannot be opened. */
const ownKeyFile = 'student-key'
const newKey = () => randomBytes(32).toString('hex')

/**
 * What seals, and what students are known again by. That second key lies in the database, sealed, so that all processes and
 * every restored backup know the same student by the same name.
 *
 * @throws EnvError where `DATA_KEY` is not the one of this database and portals rely on it, or where what registration asks
 *   for tells nobody apart.
 */
export async function openStudentKeys(env: Env, { config, ...ctx }: KeyContext & { readonly config: ConfirmdConfig }) {
  const shown = config.registration.proof.attributes.flatMap(({ name, comparison }) => (comparison ? [] : name))
  const names = identifyingNames(shown)
  if (env.oidcClients !== undefined && names === null)
    throw new EnvError([
      'OIDC_CLIENTS: a registration must ask for national_id_number, or for school_name and matric_number, or portals could not tell students apart',
    ])
  const { sealer, key } = await openKey(env, ctx)
  return { sealer, students: createStudentKeys(sealer, key, { definition: config.card, names }) }
}

/**
 * The same for a command that makes nobody known. What it marks must be known to the servers on the database.
 *
 * @throws EnvError where `DATA_KEY` is not theirs.
 */
export async function openErasureKeys(env: Env, ctx: KeyContext) {
  const isFallback = existsSync(join(ctx.dataDirectory, ownKeyFile)) // then the server here does without it too
  const { sealer, key } = await openKey(env, ctx, !isFallback)
  return createStudentKeys(sealer, key, { definition: '', names: null })
}

async function openKey(env: Env, { db, dataDirectory, log }: KeyContext, mustFit = env.oidcClients !== undefined) {
  const dataKey = env.dataKey ?? storedSecret(join(dataDirectory, 'data-key'))
  const sealer = createSealer([dataKey, ...(env.previousDataKey === undefined ? [] : [env.previousDataKey])])
  const key = await openSealedKey(db, sealer, 'sub', newKey).catch((error: unknown) => {
    if (!(error instanceof SealError)) throw error
    if (mustFit) throw new EnvError([error.message])
    log.warn('DATA_KEY: is not the one of this database; a student who registers again gets another number')
    return storedSecret(join(dataDirectory, ownKeyFile))
  })
  return { sealer, key }
}
