import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import buildClient from '../tests/support/build-client.ts'
import { afterSecondTry, isWhole, type Level, readReport, toSummary } from './test-report.ts'

/**
 * `npm test`: every check there is. First what takes seconds, side by side; where all of that is right, the integration and the
 * browser tests, side by side too, since both wait a good deal. What fails there is tried once more, alone, and named at the end
 * either way. Says at its end how many tests ran. Fails where anything failed alone, and where a test was skipped that could
 * have run.
 */
const checks = ['format', 'types', 'imports', 'dead'].map((name) => ({ name, script: `check:${name}` }))
const vitest = (file: string) => ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
const playwright = () => ['--reporter=list,json']

/** Some make disks that are full or broken. */
const needsRoot = process.getuid?.() !== 0
const startedMs = performance.now()
const directory = mkdtempSync(join(tmpdir(), 'nelfund-reports-'))
const levels: Level[] = []
const maxFailures = 10 // more is no accident of a busy machine
let failed: string[] = []
try {
  failed = await together([
    ...checks.map(
      ({ name, script }) =>
        () =>
          run(name, script),
    ),
    () => runTests('unit', 'test:unit', vitest),
  ])
  if (failed.length === 0) {
    await buildClient() // once for both
    failed = await together([
      () => runTests('integration', 'test:integration', vitest),
      () => runTests('e2e', 'test:e2e', playwright),
    ])
    if (failed.includes('integration'))
      await retry('integration', 'test:integration', vitest, (level) => filesOf(level))
    if (failed.includes('e2e')) await retry('e2e', 'test:e2e', playwright, () => ['--last-failed'])
  }
} finally {
  rmSync(directory, { recursive: true, force: true })
}
const minutes = ((performance.now() - startedMs) / 60_000).toFixed(1)
process.stdout.write(`\n${toSummary(levels)} That took ${minutes} minutes.\n`)
if (needsRoot) process.stdout.write('Some tests run as root only: in a container, say.\n')
if (failed.length > 0) process.stdout.write(`FAILED: ${failed.join(', ')}\n`)
process.exitCode = failed.length === 0 && isWhole(levels, needsRoot) ? 0 : 1

/** Runs all of them and answers the names of those that failed. */
async function together(steps: readonly (() => Promise<string | null>)[]): Promise<string[]> {
  return (await Promise.all(steps.map((step) => step()))).filter((name) => name !== null)
}

async function runTests(name: string, script: string, reporters: (file: string) => string[]): Promise<string | null> {
  const file = join(directory, `${name}.json`)
  const result = await run(name, script, reporters(file), [`PLAYWRIGHT_JSON_OUTPUT_FILE=${file}`])
  try {
    levels.push(readReport(name, readFileSync(file, 'utf8')))
  } catch {
    return name // it ended before it could say
  }
  return result
}

/** Tries once more what failed of a level, where that is little, while nothing else runs. */
async function retry(
  name: string,
  script: string,
  reporters: (file: string) => string[],
  toArguments: (level: Level) => string[],
): Promise<void> {
  const level = levels.find((each) => each.name === name)
  if (!level || level.failed === 0 || level.failed > maxFailures) return
  const again = await runTests(`${name} 2`, script, (file) => [...reporters(file), ...toArguments(level)])
  const second = levels.find((each) => each.name === `${name} 2`)
  if (!second) return // it ended before it could say
  levels[levels.indexOf(level)] = afterSecondTry(level, second.failed)
  levels.splice(levels.indexOf(second), 1)
  if (again === null) failed = failed.filter((each) => each !== name)
}

function filesOf(level: Level): string[] {
  return [...new Set(level.failures.map(({ file }) => file))]
}

/** Runs a script of package.json, each line that it writes after its name; answers the name where it failed. */
function run(
  name: string,
  script: string,
  args: readonly string[] = [],
  variables: readonly string[] = [],
): Promise<string | null> {
  const command = [...variables, 'npm', 'run', '--silent', script, '--', ...args]
  const child = spawn('env', command, { stdio: ['ignore', 'pipe', 'pipe'] })
  for (const input of [child.stdout, child.stderr])
    createInterface({ input }).on('line', (line) => process.stdout.write(`${name.padEnd(13)} │ ${line}\n`))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      process.stdout.write(`${name.padEnd(13)} │ ${code === 0 ? 'ok' : 'FAILED'}\n`)
      resolve(code === 0 ? null : name)
    })
  })
}
