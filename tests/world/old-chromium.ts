import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import { type Chromium, findChromium } from '../support/chromium.ts'
import { chromiumPackage } from './programs.ts'

/** The oldest Chromium that students' phones may have, with the libraries and fonts of the tests' own. */
export async function findOldChromium(): Promise<Chromium> {
  const executablePath = join(chromiumPackage, 'chromium')
  if (!existsSync(executablePath)) await unpack(executablePath)
  return { ...(await findChromium()), executablePath }
}

/** All at once, so that a run that is cut short leaves no half a browser to the next. */
async function unpack(executablePath: string): Promise<void> {
  const partial = `${executablePath}-${process.pid}`
  await pipeline(
    createReadStream(join(chromiumPackage, 'bin', 'chromium.br')),
    createBrotliDecompress(),
    createWriteStream(partial, { mode: 0o755 }),
  )
  await rename(partial, executablePath)
}
