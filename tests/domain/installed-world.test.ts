import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const script = join(process.cwd(), '.ci/world')
const run = join(process.cwd(), 'tests/world/run.ts')
const itself = ['bash', 'env', 'dirname', 'id', 'timeout', 'cat', 'chmod']

/**
 * `.ci/world` on a machine that has these programs and nothing else, each given by the shell commands that it is; those in
 * `/usr/sbin` cannot be hidden, but nginx counts for nothing without openssl, which can. `told` is what the tests were told.
 */
function ciOn(programs: Readonly<Record<string, string>>) {
  const directory = mkdtempSync(join(tmpdir(), 'nelfund-world-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  for (const name of itself) symlinkSync(whereIs(name), join(directory, name))
  for (const [name, commands] of Object.entries({ sudo: 'shift; exec "$@"', ...programs })) {
    const path = join(directory, name)
    writeFileSync(path, `#!/usr/bin/env bash\n${commands}\n`)
    chmodSync(path, 0o755)
  }
  const { status, stdout } = spawnSync(script, {
    env: { PATH: directory, TOLD: join(directory, 'told') },
    encoding: 'utf8',
  })
  const told = readFileSync(join(directory, 'told'), 'utf8').trim()
  return { status, stdout, told: told.split(',').filter((name) => name !== '' && name !== 'pgbouncer') }
}

function whereIs(name: string): string {
  return spawnSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim()
}

/** The registry has the old Chromium, and what was told is written down. */
const npm = 'case $1 in install) exit 0;; run) echo "$WORLD" >"$TOLD";; esac'
const none = 'could not be installed with apt-get'

test('without apt-get, or with a Debian that cannot be reached, the tests run with what there is', () => {
  expect(ciOn({ npm })).toMatchObject({ status: 0, stdout: expect.stringContaining(none), told: ['chromium'] })
  const unreachable = 'case "$*" in *update*) exit 0;; *) exit 100;; esac'
  const offline = ciOn({ npm, 'apt-get': unreachable })
  expect(offline).toMatchObject({ status: 0, stdout: expect.stringContaining(none), told: ['chromium'] })
})

test('without the registry, too; and what Debian gave must be there', () => {
  const bare = npm.replace('exit 0', 'exit 1')
  expect(ciOn({ npm: bare })).toMatchObject({ status: 0, stdout: expect.stringContaining('no old Chromium'), told: [] })
  const gives = `
    case "$*" in *install*)
      for name in nginx openssl pgbouncer; do
        echo "#!/usr/bin/env bash" >"\${0%/*}/$name"
        chmod 755 "\${0%/*}/$name"
      done;;
    esac`
  const given = ciOn({ npm, 'apt-get': gives })
  expect(given).toMatchObject({ status: 0, stdout: expect.not.stringContaining(none), told: ['nginx', 'chromium'] })
})

test('it fails where the tests of what is there fail', () => {
  expect(ciOn({ npm: `${npm}; [ "$1" = install ] || exit 1` }).status).toBe(1)
})

test('a program that was told to be there and is not fails the run, before any test', () => {
  const runWith = (variables: Readonly<Record<string, string>>) =>
    spawnSync(process.execPath, [run], { env: { PATH: process.env.PATH, ...variables }, encoding: 'utf8' })
  const missing = runWith({ WORLD: 'nginx', NGINX: '/nowhere/nginx' })
  expect(missing).toMatchObject({ status: 1, stderr: 'WORLD says there must be nginx: .ci/world installs it\n' })
  expect(missing.stdout).toMatch(/^nginx +not found: left out$/m)
  expect(runWith({ WORLD: 'caddy' })).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('no such thing as caddy'),
  })
})
