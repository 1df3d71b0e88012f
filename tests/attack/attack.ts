import { parseArgs } from 'node:util'
import { descriptors } from './points/p01-descriptors.ts'
import { sessions } from './points/p02-sessions.ts'
import { credentials } from './points/p03-credentials.ts'
import { logReader } from './points/p04-log-reader.ts'
import { streams } from './points/p05-streams.ts'
import { oddText } from './points/p06-odd-text.ts'
import { secrets } from './points/p07-secrets.ts'
import { smallThings } from './points/p08-small-things.ts'
import { adoptedLink } from './points/p09-adopted-link.ts'
import { waiting } from './points/p10-waiting.ts'
import { junkKeys } from './points/p11-junk-keys.ts'
import { upgrade } from './points/p12-upgrade.ts'
import { oneFile } from './points/p13-one-file.ts'
import { disk } from './points/p14-disk.ts'
import { backup } from './points/p15-backup.ts'
import { restore } from './points/p16-restore.ts'
import { order } from './points/p17-order.ts'
import { badDay } from './points/p18-bad-day.ts'
import { type Finding, runAttack, toTable } from './report.ts'

/**
 * `npm run attack -- [--only 1,fuzz] [--minutes 60] [--campus]`: everything that a stranger, a sender with the key and a bad
 * day were found to do, against started servers; exit code 1 where one of them succeeds. `--minutes` is how long the
 * server gets junk, `--campus` has the campus register for two and a half minutes.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    minutes: { type: 'string', default: '1' },
    campus: { type: 'boolean', default: false },
  },
})
const all = [
  descriptors,
  sessions,
  credentials,
  logReader,
  streams,
  oddText,
  secrets,
  smallThings,
  adoptedLink,
  waiting,
  junkKeys,
  upgrade,
  oneFile,
  disk,
  backup,
  restore,
  order,
  badDay,
]
const options = { junkSeconds: Number(values.minutes) * 60, campusSeconds: values.campus ? 150 : 20 }
const only = values.campus ? ['campus'] : values.only.split(',').filter((point) => point !== '')
const chosen = all.filter(({ point }) => only.length === 0 || only.includes(point))

const startedMs = performance.now()
const findings: Finding[] = []
for (const attack of chosen)
  await runAttack(attack, options, (finding) => {
    findings.push(finding)
    process.stderr.write(`${finding.result.padEnd(7)} ${finding.point} ${finding.tried}\n`)
  })
const broken = findings.filter(({ result }) => result === 'BROKEN').length
process.stdout.write(`\n${toTable(findings)}\n`)
process.stdout.write(
  `${findings.length} attacks in ${Math.round((performance.now() - startedMs) / 1000)} s; ${broken} succeeded\n`,
)
process.exit(broken > 0 || findings.length === 0 ? 1 : 0)
