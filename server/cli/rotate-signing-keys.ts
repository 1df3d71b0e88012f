import { join } from 'node:path'
import { openDatabase } from '../db/open-database.ts'
import { changeSealedKey } from '../db/sealed-keys.ts'
import type { Env } from '../env.ts'
import { createLog } from '../log.ts'
import { rotateSigningKeys, signingKeysName } from '../oidc/signing-keys.ts'
import { createSealer } from '../secrets/sealer.ts'
import { storedSecret } from '../secrets/stored-secret.ts'

/**
 * `npm run rotate-signing-keys`: from their next start on, processes sign with the key that portals know of already. On
 * SQLite with the server stopped.
 *
 * @throws SealError where `DATA_KEY` is not the one of this database, or no portal could ever sign anybody in here.
 */
export async function rotateKeys(env: Env, dataDirectory: string, write: (line: string) => void): Promise<void> {
  const { databaseUrl, postgres, dataKey = storedSecret(join(dataDirectory, 'data-key')), previousDataKey } = env
  const sealer = createSealer(previousDataKey === undefined ? [dataKey] : [dataKey, previousDataKey])
  const db = await openDatabase(databaseUrl, createLog('warn'), postgres)
  try {
    await changeSealedKey(db, sealer, signingKeysName, rotateSigningKeys)
  } finally {
    await db.close()
  }
  write('The next key signs from the next start on. Restart the processes, one after the other.')
}
