import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Lock, Manifest, packageProblems } from '../../scripts/package-problems.ts'

const manifest = Manifest.parse(JSON.parse(readFileSync('package.json', 'utf8')))
const lock = Lock.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')))

test('every package has an exact version, comes from the registry, and has a licence that is on the list', () => {
  expect(packageProblems(manifest, lock)).toEqual([])
})

test('what is not so is named', () => {
  const good = { version: '1.0.0', license: 'MIT', integrity: 'sha512-x' }
  const packages = {
    ...lock.packages,
    'node_modules/a/node_modules/@b/c': { ...good, license: 'GPL-3.0-only' },
    'node_modules/either': { ...good, license: '(GPL-3.0-only OR MIT)' },
    'node_modules/both': { ...good, license: 'GPL-3.0-only AND MIT' },
    'node_modules/unsaid': { version: '1.0.0', integrity: 'sha512-x' },
    'node_modules/unchecked': { version: '1.0.0', license: 'MIT' },
    'node_modules/elsewhere': { ...good, resolved: 'git+ssh://git@example.org/x.git' },
    'node_modules/axe-core': good,
    'node_modules/@axe-core/playwright': good,
  }
  const loose = { ...manifest, dependencies: { ...manifest.dependencies, loose: '^1.0.0' } }
  expect(packageProblems(loose, { packages })).toEqual([
    'loose: ^1.0.0 is no exact version',
    '@b/c@1.0.0: the licence GPL-3.0-only is not on the list',
    'both@1.0.0: the licence GPL-3.0-only AND MIT is not on the list',
    'unsaid@1.0.0: the licence none is not on the list',
    'unchecked@1.0.0: has no checksum',
    'elsewhere@1.0.0: comes from git+ssh://git@example.org/x.git',
    '/^(axe-core|@axe-core\\/playwright)$/: no package needs this exception any more',
  ])
})
