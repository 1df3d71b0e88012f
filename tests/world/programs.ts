import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A program that is not of this project. */
export interface Program {
  readonly path: string
  /** As it calls itself. */
  readonly version: string
}

/** What `npm run test:world` tries the server with, by the names that `WORLD` has for them. */
export const worldNames = ['nginx', 'pgbouncer', 'chromium'] as const
export type WorldName = (typeof worldNames)[number]

/** Where `.ci/world` puts the old Chromium's package. */
export const chromiumPackage = fileURLToPath(
  new URL('../../node_modules/.cache/world/node_modules/@sparticuz/chromium', import.meta.url),
)

/** Makes the certificate that nginx is tried with. */
const openssl = find(['openssl'], 'version')

/** Each of them, or null where this machine has none; where `NGINX` and `PGBOUNCER` are set, they say where it is. */
export const programs: Readonly<Record<WorldName, Program | null>> = {
  nginx: openssl && find(placesOf(process.env.NGINX, 'nginx'), '-v'),
  pgbouncer: find(placesOf(process.env.PGBOUNCER, 'pgbouncer'), '--version'),
  chromium: existsSync(chromiumPackage) ? { path: chromiumPackage, version: 'an old Chromium' } : null,
}

/** Debian has them where only root's PATH leads. */
function placesOf(told: string | undefined, name: string): readonly string[] {
  return told ? [told] : [name, `/usr/sbin/${name}`]
}

function find(paths: readonly string[], versionFlag: string): Program | null {
  for (const path of paths) {
    const { status, stdout, stderr } = spawnSync(path, [versionFlag], { encoding: 'utf8' })
    if (status === 0) return { path, version: `${stdout}${stderr}`.split('\n', 1)[0] ?? '' }
  }
  return null
}
