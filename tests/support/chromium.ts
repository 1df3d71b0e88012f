import { existsSync } from 'node:fs'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import bundled, { inflate } from '@sparticuz/chromium'
import { z } from 'zod'

export interface Chromium {
  readonly executablePath: string
  readonly args: readonly string[]
  /** The browser process's environment: this one's, and where the bundled browser finds its libraries and fonts. */
  readonly env: Readonly<Record<string, string>>
}

const Variables = z.record(z.string(), z.string())
const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The package's own file looks for its fonts in /tmp alone; without any font a page has no text. */
const fontsFile = '<?xml version="1.0"?><fontconfig><dir prefix="relative">fonts</dir></fontconfig>'

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** An installed Chromium, `CHROMIUM` before the usual places; where there is none, the one in `@sparticuz/chromium`. */
export async function findChromium(): Promise<Chromium> {
  const env = Variables.parse({ ...process.env })
  const executablePath = [process.env.CHROMIUM, ...installed].find((path) => path && existsSync(path))
  if (executablePath) return { executablePath, args, env }
  const directory = await unpackBundled()
  const libraries = {
    LD_LIBRARY_PATH: join(directory, 'al2023', 'lib'),
    FONTCONFIG_FILE: join(directory, 'fonts.conf'),
  }
  return { executablePath: join(directory, 'chromium'), args, env: { ...env, ...libraries } }
}

/** Once per installation, and all at once, so that a run that is cut short leaves no half a browser to the next. */
async function unpackBundled(): Promise<string> {
  const packageDirectory = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..')
  const unpacked = join(packageDirectory, 'unpacked')
  if (existsSync(unpacked)) return unpacked
  const partial = await mkdtemp(`${unpacked}-`)
  const { TMPDIR: usual = tmpdir() } = process.env
  process.env.TMPDIR = partial // the package unpacks to the system's temporary directory, wherever that is
  try {
    await bundled.executablePath()
    await inflate(join(packageDirectory, 'bin', 'al2023.tar.br')) // system libraries that a bare machine may lack
    await writeFile(join(partial, 'fonts.conf'), fontsFile)
  } finally {
    process.env.TMPDIR = usual
  }
  await rename(partial, unpacked).catch(() => rm(partial, { recursive: true })) // another process was faster
  return unpacked
}
