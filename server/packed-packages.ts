import { existsSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What the build writes beside the packages that it has packed, when it has written all of them. */
export interface PackedList {
  /** The file by what is imported: `hono/html`. */
  readonly files: Readonly<Record<string, string>>
  /** Of which version it was made, by the place of the package's manifest in this tree. */
  readonly versions: Readonly<Record<string, string>>
}

export const listName = 'packed.json'
const directory = join(import.meta.dirname, '../dist/packages')

/**
 * From now on this thread loads packages of hundreds of small files as the few files that the build has made of them, which
 * are as many to find, read and link fewer; as they are, where it has made none or others are installed by now.
 */
export function loadPackedPackages(root = join(import.meta.dirname, '..'), packages = directory): void {
  const files = readFiles(root, packages)
  if (files.size === 0) return
  registerHooks({
    resolve(specifier, context, next) {
      const url = context.conditions.includes('import') ? files.get(specifier) : undefined
      return url === undefined ? next(specifier, context) : { url, format: 'module', shortCircuit: true }
    },
  })
}

/** The packed files by what is imported; none where they are not of the packages that are installed. */
export function readFiles(root: string, packages: string): ReadonlyMap<string, string> {
  const path = join(packages, listName)
  if (!existsSync(path)) return new Map()
  const { files, versions }: PackedList = JSON.parse(readFileSync(path, 'utf8'))
  if (Object.entries(versions).some(([manifest, version]) => versionIn(join(root, manifest)) !== version))
    return new Map()
  return new Map(Object.entries(files).map(([name, file]) => [name, pathToFileURL(join(packages, file)).href]))
}

function versionIn(manifest: string): string | undefined {
  if (!existsSync(manifest)) return undefined
  const { version }: { version: string } = JSON.parse(readFileSync(manifest, 'utf8'))
  return version
}
