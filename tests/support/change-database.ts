import Database from 'better-sqlite3'
import { Pool } from 'pg'

/** Runs statements on a test's database behind the server's back. */
export async function changeDatabase(databaseUrl: string, statements: readonly string[]): Promise<void> {
  if (databaseUrl.startsWith('sqlite:')) {
    const db = new Database(databaseUrl.slice('sqlite:'.length), { timeout: 5000 })
    for (const statement of statements) db.exec(statement)
    db.close()
    return
  }
  const pool = new Pool({ connectionString: databaseUrl, max: 1 })
  for (const statement of statements) await pool.query(statement)
  await pool.end()
}
