import type { MikroORM } from '@mikro-orm/core'
import { ConnectionSession } from './entities/connection-session.ts'
import { WebhookEvent } from './entities/webhook-event.ts'
import { namesIn } from './migration-names.ts'

/** The database was written by a newer version of this application than the one that runs. */
export class NewerDatabaseError extends Error {
  constructor(names: readonly string[]) {
    super(
      `The database has migrations that this version does not know (${names.join(', ')}): a newer version of NELFUND Connect has used it. Run that version, or restore a backup from before the upgrade.`,
    )
    this.name = 'NewerDatabaseError'
  }
}

/** Is told what is about to be done, and each step when it is done, with the time it took. */
export interface MigrationProgress {
  pending(names: readonly string[], rows: Readonly<Record<string, number>>): void
  applied(name: string, durationMs: number): void
}

/** Where the MikroORM command line puts migrations, and how it names them: by number, in the order they are applied. */
export function migrationOptions(directory: string) {
  return {
    path: directory,
    glob: '*.ts',
    snapshot: false,
    fileName: (_: string, name = 'change') => `${String(namesIn(directory).length + 1).padStart(4, '0')}-${name}`,
  }
}

/**
 * Applies what is pending, in order: all of it, or nothing where the process dies on the way.
 *
 * @throws NewerDatabaseError and changes nothing, where the database knows migrations that `directory` does not have.
 */
export async function migrate(orm: MikroORM, directory: string, progress: MigrationProgress): Promise<void> {
  const names = namesIn(directory)
  const executed = (await orm.migrator.getExecuted()).map(({ name }) => name)
  const unknown = executed.filter((name) => !names.includes(name))
  if (unknown.length > 0) throw new NewerDatabaseError(unknown)
  const pending = names.filter((name) => !executed.includes(name))
  if (pending.length === 0) return
  progress.pending(pending, executed.length === 0 ? {} : await countRows(orm))
  let startedMs = performance.now()
  orm.migrator.on('migrated', ({ name }) => {
    progress.applied(name, Math.round(performance.now() - startedMs))
    startedMs = performance.now()
  })
  await orm.migrator.up()
}

/** How much there is to rewrite. */
async function countRows(orm: MikroORM): Promise<Record<string, number>> {
  const em = orm.em.fork()
  return { sessions: await em.count(ConnectionSession), webhooks: await em.count(WebhookEvent) }
}
