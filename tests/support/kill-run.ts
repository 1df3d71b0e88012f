import { randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { ServerProcess } from './server-process.ts'
import { registerStudent, type Student } from './student.ts'

export interface KillRun {
  readonly kills: number
  /** Registrations that run at once, all the time. */
  readonly atOnce: number
  readonly onKill?: (kills: number) => void
}

const longestLifeMs = 800
const longestStartMs = 500

/**
 * Kills the servers, one of them at a time, at random moments under load, now and then while they start; each is started
 * again on its files. Answers every student who registered meanwhile, each with all webhooks acknowledged in the end.
 */
export async function runKills(
  servers: readonly ServerProcess[],
  { kills, atOnce, onKill }: KillRun,
): Promise<Student[]> {
  const students: Student[] = []
  let killed = 0
  let turn = 0
  const next = () => {
    const server = servers[turn++ % servers.length]
    if (!server) throw new Error('There is no server')
    return server
  }
  const register = async () => {
    while (killed < kills) students.push(await registerStudent(next))
  }
  const killAll = async () => {
    while (killed < kills) {
      const victim = servers[randomInt(servers.length)] ?? next()
      await delay(randomInt(longestLifeMs))
      const started = victim.restart() // which kills it first
      killed++
      if (killed < kills && randomInt(8) === 0) {
        await Promise.race([started, delay(randomInt(longestStartMs))])
        await victim.kill('SIGKILL')
        killed++
        await started.catch(() => undefined)
        await victim.restart()
      } else await started
      onKill?.(killed)
    }
  }
  await Promise.all([killAll(), ...Array.from({ length: atOnce }, register)])
  return students
}
