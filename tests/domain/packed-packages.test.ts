import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { readFiles } from '../../server/packed-packages.ts'

function freshTree() {
  const root = mkdtempSync(join(tmpdir(), 'nelfund-packed-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const packages = join(root, 'packages')
  const install = (name: string, version: string) => {
    mkdirSync(join(root, name), { recursive: true })
    writeFileSync(join(root, name, 'package.json'), JSON.stringify({ name, version }))
  }
  const pack = (versions: Record<string, string>) => {
    mkdirSync(packages)
    writeFileSync(join(packages, 'packed.json'), JSON.stringify({ files: { 'zod/v4': 'zod-v4.js' }, versions }))
  }
  return { packages, install, pack, read: () => readFiles(root, packages) }
}

test('what was packed stands for what is installed', () => {
  const { packages, install, pack, read } = freshTree()
  install('zod', '4.6.7')
  pack({ 'zod/package.json': '4.6.7' })
  expect([...read()]).toEqual([['zod/v4', pathToFileURL(join(packages, 'zod-v4.js')).href]])
})

test('packages are loaded as they are where nothing was packed, or others are installed by now', () => {
  const { install, pack, read } = freshTree()
  expect(read().size).toBe(0)
  install('zod', '4.6.7')
  pack({ 'zod/package.json': '4.6.7', 'kysely/package.json': '0.29.6' })
  expect(read().size).toBe(0)
  install('kysely', '0.29.7')
  expect(read().size).toBe(0)
  install('kysely', '0.29.6')
  expect(read().size).toBe(1)
})
