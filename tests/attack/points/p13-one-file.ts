import { linkSync, symlinkSync } from 'node:fs'
import { startServerProcess } from '../../support/server-process.ts'
import type { Attack } from '../report.ts'
import { startShipped } from '../target.ts'

export const oneFile: Attack = {
  point: '13',
  async run(check) {
    await using server = await startShipped()
    const file = `${server.directory}/data/nelfund-connect.db`
    for (const [name, make] of [
      ['symlink', symlinkSync],
      ['hard link', linkSync],
    ] as const)
      await check(`a second server through a ${name}`, async () => {
        const other = `${server.directory}/${name.replace(' ', '-')}.db`
        make(file, other)
        return second(other)
      })
    await check('a second server through the directory’s other names', () => {
      symlinkSync(`${server.directory}/data`, `${server.directory}/elsewhere`)
      return second(`${server.directory}/elsewhere/../data/./nelfund-connect.db`)
    })
  },
}

async function second(file: string) {
  try {
    await using _other = await startServerProcess({ NODE_ENV: '', DATABASE_URL: `sqlite:${file}` })
    return { held: false, seen: 'it started' }
  } catch (error) {
    const text = String(error)
    return { held: text.includes('exited with 1'), seen: text.split('\n').slice(0, 2).join(' ') }
  }
}
