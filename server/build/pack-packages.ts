import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { EnvironmentOptions, Plugin } from 'vite'
import { listName, type PackedList } from '../packed-packages.ts'

const root = join(import.meta.dirname, '../..')
/** Hundreds of files together, whose code asks for no other file by its place. */
const packages = ['@hono/node-server', '@trpc/server', 'hono', 'kysely', 'zod']
const importedValue = /^import (?!type )[\w\s{},*]+ from '([^'.][^']*)'/gm

/** A build of these packages, one file for each thing that the server imports of them and some for what several need. */
export function packedPackages(): EnvironmentOptions {
  const input = Object.fromEntries(
    importedNames().map((name) => [toFile(name), fileURLToPath(import.meta.resolve(name))]),
  )
  return {
    consumer: 'server',
    resolve: { noExternal: true, conditions: ['node'] },
    build: {
      outDir: '../dist/packages',
      emptyOutDir: true,
      copyPublicDir: false,
      minify: false,
      target: 'node24',
      rolldownOptions: {
        input,
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        checks: { pluginTimings: false },
      },
    },
  }
}

/** Lists for the server what the build called `environment` has packed, once it is written. */
export function listPacked(environment: string): Plugin {
  return {
    name: 'list-packed',
    applyToEnvironment: ({ name }) => name === environment,
    writeBundle({ dir = '' }, bundle) {
      const chunks = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? [file] : []))
      const manifests = new Set(chunks.flatMap(({ moduleIds }) => moduleIds.flatMap((id) => manifestOf(id) ?? [])))
      const list: PackedList = {
        files: Object.fromEntries(importedNames().map((name) => [name, `${toFile(name)}.js`])),
        versions: Object.fromEntries([...manifests].map((path) => [path, versionIn(path)])),
      }
      writeFileSync(join(dir, listName), JSON.stringify(list))
    },
  }
}

/** What the server's files import of these packages. */
function importedNames(): string[] {
  const files = ['server', 'shared'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(root, folder, file)),
  )
  const names = files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(importedValue)].map(([, name = '']) => name))
  return [...new Set(names)].filter((name) => packages.some((one) => name === one || name.startsWith(`${one}/`))).sort()
}

const toFile = (name: string) => name.replace('@', '').replaceAll('/', '-')

function manifestOf(moduleId: string): string | undefined {
  const folder = /^.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(moduleId)?.[0]
  return folder && relative(root, join(folder, 'package.json'))
}

function versionIn(manifest: string): string {
  const { version }: { version: string } = JSON.parse(readFileSync(join(root, manifest), 'utf8'))
  return version
}
