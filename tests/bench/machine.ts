import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os'
import { measureCommits } from './disk.ts'
import { quantile, rounded } from './figures.ts'
import { inDirectory } from './product.ts'

/** Where figures come from: they say nothing beside those of another machine. */
export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly memoryGib: number
  readonly system: string
  readonly node: string
  readonly filesystem: string
  /** Of the last minute before: what else the machine was doing. */
  readonly loadAverage: number
  /** Of commits of eight rows, in milliseconds. */
  readonly diskCommitP50Ms: number
  readonly diskCommitP99Ms: number
}

export async function describeMachine(): Promise<Machine> {
  const [loadAverage = 0] = loadavg()
  return inDirectory(async (directory) => {
    const commitsMs = measureCommits(directory, 8, 500).toSorted((a, b) => a - b)
    return {
      processor: cpus()[0]?.model.trim() ?? 'unknown',
      cores: availableParallelism(),
      memoryGib: Math.round(totalmem() / 1024 ** 3),
      system: `${type()} ${release()}`,
      node: process.version,
      filesystem: filesystemOf(directory),
      loadAverage: rounded(loadAverage),
      diskCommitP50Ms: rounded(quantile(commitsMs, 0.5)),
      diskCommitP99Ms: rounded(quantile(commitsMs, 0.99)),
    }
  })
}

/** The kind of the one that the directory is on, where the system says. */
function filesystemOf(directory: string): string {
  try {
    const mounts = readFileSync('/proc/mounts', 'utf8').split('\n')
    const above = mounts
      .map((line) => line.split(' '))
      .filter(([, at = '']) => at === '/' || `${directory}/`.startsWith(`${at}/`))
      .toSorted(([, a = ''], [, b = '']) => b.length - a.length)
    return above[0]?.[2] ?? 'unknown'
  } catch {
    return 'unknown'
  }
}
