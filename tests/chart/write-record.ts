import { readFile, writeFile } from 'node:fs/promises'

const file = 'client/qa/chart/test-coverage.json'

/** How often the tests were where, by the chart's ids, as a server counted it. */
export interface TestRecord {
  readonly sessions: number
  readonly states: Readonly<Record<string, number>>
  readonly transitions: Readonly<Record<string, number>>
}

/** Writes what the visualiser shows of the tests, where it is other than what is written: the same tests of the same machine change nothing. */
export async function writeRecord(record: TestRecord): Promise<void> {
  const text = `${JSON.stringify(record, null, 2)}\n`
  const written = await readFile(file, 'utf8').catch(() => '')
  if (text !== written) await writeFile(file, text)
}
