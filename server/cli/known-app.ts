import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { parseJson } from '../../shared/parse-json.ts'

/** The webhook app that was registered from this directory last, and where. */
const KnownApp = z.object({ apiUrl: z.string(), organizationId: z.string(), appId: z.string() })
type KnownApp = z.infer<typeof KnownApp>

/** Keeps it in `file`, for the commands that come after. */
export function keepApp(file: string, app: KnownApp): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(app)}\n`)
}

/** The id of the app that was kept for this organization at this platform; undefined where none was. */
export function readKnownApp(file: string, at: Omit<KnownApp, 'appId'>): string | undefined {
  const { data } = KnownApp.safeParse(parseJson(readOrNothing(file)))
  return data?.apiUrl === at.apiUrl && data.organizationId === at.organizationId ? data.appId : undefined
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return '' // nothing was registered from here
  }
}
