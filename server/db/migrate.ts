import type { MikroORM } from '@mikro-orm/core'
import type { Logger } from 'pino'

/** The database was written by a newer version of this application than the one that runs. */
export class NewerDatabaseError extends Error {
  constructor(names: readonly string[]) {
    super(
      `The database has migrations that this version does not know (${names.join(', ')}): a newer version of NELFUND Connect has used it. Run that version, or restore a backup from before the upgrade.`,
    )
    this.name = 'NewerDatabaseError'
  }
}

/**
 * Applies what is pending, in order, each in a transaction.
 *
 * @throws NewerDatabaseError and changes nothing, where the database knows migrations that `known` does not.
 */
export async function migrate(orm: MikroORM, known: readonly { name: string }[], log: Logger): Promise<void> {
  const names = new Set(known.map(({ name }) => name))
  const executed = await orm.migrator.getExecuted()
  const unknown = executed.map(({ name }) => name).filter((name) => !names.has(name))
  if (unknown.length > 0) throw new NewerDatabaseError(unknown)
  const applied = await orm.migrator.up()
  for (const { name } of applied) log.info({ migration: name }, 'migration applied')
}
