import { z } from 'zod'

/** Licences, by their SPDX ids, that ask for no more than to be named and passed on. */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
])

/** Packages that may have another licence, and why each may. One that no package needs any more is a problem too. */
const exceptions = [
  { name: /^lightningcss(-|$)/, licence: 'MPL-2.0', why: 'minifies style sheets while the pages are built, unchanged' },
  { name: /^(axe-core|@axe-core\/playwright)$/, licence: 'MPL-2.0', why: 'looks at pages in tests, unchanged' },
] as const

const exactVersion = /^\d+\.\d+\.\d+(-[\w.]+)?$/

const Versions = z.record(z.string(), z.string())

/** What is read of `package.json`. */
export const Manifest = z.object({ dependencies: Versions, devDependencies: Versions })

/** What is read of `package-lock.json`; the package at `''` is this project itself. */
export const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      integrity: z.string().optional(),
      resolved: z.string().optional(),
    }),
  ),
})

/**
 * What is wrong with the packages that the project stands on, one line each: a dependency without an exact version, a
 * package with an address of its own (without one it comes from the registry) or without a checksum, a licence that is not on the list.
 */
export function packageProblems(manifest: z.infer<typeof Manifest>, lock: z.infer<typeof Lock>): string[] {
  const problems: string[] = []
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    if (!exactVersion.test(version)) problems.push(`${name}: ${version} is no exact version`)
  }
  const used = new Set<object>()
  for (const [path, { version, license = 'none', integrity, resolved }] of Object.entries(lock.packages)) {
    if (path === '') continue
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    if (resolved !== undefined) problems.push(`${name}@${version}: comes from ${resolved}`)
    if (integrity === undefined) problems.push(`${name}@${version}: has no checksum`)
    const exception = exceptions.find((one) => one.name.test(name) && one.licence === license)
    if (exception) used.add(exception)
    else if (!isAllowed(license)) problems.push(`${name}@${version}: the licence ${license} is not on the list`)
  }
  for (const exception of exceptions) {
    if (!used.has(exception)) problems.push(`${exception.name}: no package needs this exception any more`)
  }
  return problems
}

/** Of licences joined by OR one has to be allowed, of those joined by AND all. Anything more intricate is not. */
function isAllowed(expression: string): boolean {
  const choices = expression.replace(/^\((.*)\)$/, '$1').split(' OR ')
  return choices.some((choice) => choice.split(' AND ').every((id) => allowed.has(id)))
}
