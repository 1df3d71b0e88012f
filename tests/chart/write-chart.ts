import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sessionChart } from '../../shared/session-chart.ts'
import { countWalks } from './count-walks.ts'
import { layOut } from './lay-out.ts'

/** `npm run chart`: writes what the visualiser loads and is computed ahead. Tests compare these files and never write them. */
const folder = 'client/qa/chart'
for (const [name, content] of Object.entries({
  'layout.json': await layOut(sessionChart),
  'test-coverage.json': countWalks(),
})) {
  await writeFile(join(folder, name), `${JSON.stringify(content, null, 2)}\n`)
}
