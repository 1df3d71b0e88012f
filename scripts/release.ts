import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { Lock, Manifest, packageProblems } from './package-problems.ts'

/**
 * `npm run release`: what has to be so before this tree is handed to anybody. Fails where something is not committed or a
 * package is not as it must be, and writes `dist/sbom.json`, which names every package (CycloneDX). Publishes nothing.
 */
const problems = packageProblems(
  Manifest.parse(JSON.parse(readFileSync('package.json', 'utf8'))),
  Lock.parse(JSON.parse(readFileSync('package-lock.json', 'utf8'))),
)
const uncommitted = run('git', 'status', '--porcelain')
if (uncommitted) problems.unshift(`not committed:\n${uncommitted}`)
if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n`)
  process.exit(1)
}
// All of the lock file: with --omit=dev npm leaves out what a tool for development needs as well.
const sbom = run('npm', 'sbom', '--sbom-format=cyclonedx', '--package-lock-only')
mkdirSync('dist', { recursive: true })
writeFileSync('dist/sbom.json', `${sbom}\n`)
process.stdout.write(`${run('git', 'rev-parse', 'HEAD')} is ready; its packages are in dist/sbom.json\n`)

function run(command: string, ...args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).trimEnd()
}
