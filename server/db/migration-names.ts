import { readdirSync } from 'node:fs'
import { join } from 'node:path'

export const sqliteMigrations = join(import.meta.dirname, 'migrations/sqlite')

/** The migrations that lie in a directory, in the order they are applied. */
export function namesIn(directory: string): string[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort()
}
