import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const Chunk = z.object({
  file: z.string(),
  imports: z.array(z.string()).default([]),
  css: z.array(z.string()).default([]),
  isEntry: z.boolean().default(false),
})
type Chunk = z.infer<typeof Chunk>

/** What a build has made of which source. https://vite.dev/guide/backend-integration */
const Manifest = z.record(z.string(), Chunk)
export type Manifest = z.infer<typeof Manifest>

/** One of the manifests that lie in a build's `directory`. */
export function readManifest(directory: string, name: string): Manifest {
  return Manifest.parse(JSON.parse(readFileSync(join(directory, '.vite', name), 'utf8')))
}

/** What a page loads first. */
export function entryOf(manifest: Manifest): Chunk | undefined {
  return Object.values(manifest).find(({ isEntry }) => isEntry)
}

/** A chunk and all that it imports, each once. */
export function chunksOf(manifest: Manifest, source: string, known = new Set<string>()): Chunk[] {
  const chunk = manifest[source]
  if (!chunk || known.has(source)) return []
  known.add(source)
  return [chunk, ...chunk.imports.flatMap((name) => chunksOf(manifest, name, known))]
}
