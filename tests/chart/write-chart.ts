import { writeFile } from 'node:fs/promises'
import { countWalks } from './count-walks.ts'

/** `npm run chart`: writes what the visualiser shows of the tests and is counted ahead. Tests compare the file and never write it. */
await writeFile('client/qa/chart/test-coverage.json', `${JSON.stringify(countWalks(), null, 2)}\n`)
