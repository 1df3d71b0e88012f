import type { Command } from 'commander'
import { EnvError } from '../env.ts'
import { AppError } from '../errors.ts'
import { examine, type Finding } from './doctor.ts'
import type { CommandContext } from './webhook-commands.ts'

/** `doctor`: what is right, what is wrong, and what mends it. */
export function addDoctorCommand(program: Command, { open, answer }: CommandContext): void {
  program
    .command('doctor')
    .description('ask the platform and the running server what can be asked without harm; say what is wrong')
    .action(async () => {
      const findings = await findingsOf(open)
      answer(findings, findings.map(toLine).join('\n'))
      const wrong = findings.filter(({ result }) => result === 'wrong').length
      if (wrong > 0) throw new AppError('BAD_REQUEST', `${wrong} of ${findings.length} are wrong.`)
    })
}

/** Settings that make no sense are findings too: then there is nobody to ask. */
async function findingsOf(open: CommandContext['open']): Promise<Finding[]> {
  const findings: Finding[] = []
  try {
    for await (const finding of examine(await open())) findings.push(finding)
    return findings
  } catch (error) {
    if (!(error instanceof EnvError)) throw error
    return error.problems.map((text) => ({
      ...{ about: 'settings', result: 'wrong', text },
      mend: 'set it in .env or the environment; .env.example says what it is',
    }))
  }
}

function toLine({ about, result, text, mend }: Finding): string {
  return `${result.padEnd(9)}  ${about.padEnd(12)}  ${text}${mend === null ? '' : `. To mend it: ${mend}`}`
}
