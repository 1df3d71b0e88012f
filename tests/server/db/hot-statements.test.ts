import { expect, onTestFinished, test } from 'vitest'
import { rowStatements, setStatements, watcherStatements } from '../../../server/db/hot-statements.ts'
import { openDatabase } from '../../../server/db/open-database.ts'
import { databases } from '../../support/databases.ts'
import { createTestLog } from '../../support/log.ts'

/** Types of columns as PostgreSQL's own driver gets them do not matter for what is compared here. */
const text = new Proxy<Record<string, string>>({}, { get: () => 'text' })
const types = {
  ConnectionSession: text,
  PlatformCommand: text,
  SessionHistory: text,
  WebhookCount: text,
  WebhookEvent: text,
}

test.each(databases)('the webhook path’s statements on $name are as recorded', async ({ name, fresh }) => {
  const db = await openDatabase(await fresh(), createTestLog().logger)
  onTestFinished(() => db.close())
  const own = name === 'SQLite' ? rowStatements(db.query) : setStatements(db.query, types)
  const lines = Object.entries({ ...own, ...watcherStatements(db.query) }).map(
    ([key, statement]) => `-- ${key}: ${statement.names.join(', ')}\n${statement.text};\n`,
  )
  await expect(lines.join('\n')).toMatchFileSnapshot(`./hot-statements.${name.toLowerCase()}.sql`)
})
