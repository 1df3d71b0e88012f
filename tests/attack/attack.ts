import { parseArgs } from 'node:util'
import { inLanes } from './ask.ts'
import { campus } from './campus/campus.ts'
import { fuzz } from './fuzz/fuzz.ts'
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
import { type Attack, type Finding, runAttack, toTable } from './report.ts'

/**
 * `npm run attack -- [--only 1,fuzz] [--minutes 60] [--campus]`: everything that a stranger, a sender with the key and a bad
 * day were found to do, against started servers; exit code 1 where one of them succeeds. `--minutes` is how long the
 * server gets junk, `--campus` has the campus register for two and a half minutes, which is a figure and no part of the rest.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    minutes: { type: 'string', default: '0.5' },
    campus: { type: 'boolean', default: false },
  },
})
/** Nothing here depends on how fast it goes: some at a time. */
const together = [
  ...[oddText, secrets, adoptedLink, smallThings, restore, badDay, junkKeys, credentials],
  ...[streams, oneFile, backup, upgrade, order, logReader],
]
/** Here it does: one after another. */
const alone = [descriptors, sessions, waiting, disk, fuzz, campus]
const options = { junkSeconds: Number(values.minutes) * 60, campusSeconds: values.campus ? 150 : 16 }
const only = values.campus ? ['campus'] : values.only.split(',').filter((point) => point !== '')
const isChosen = ({ point }: Attack) => (only.length === 0 ? point !== campus.point : only.includes(point))

const startedMs = performance.now()
const findings: Finding[] = []
const run = (attack: Attack) =>
  runAttack(attack, options, (finding) => {
    findings.push(finding)
    process.stderr.write(`${finding.result.padEnd(7)} ${finding.point} ${finding.tried}\n`)
  })
await inLanes(together.filter(isChosen), 3, run)
await inLanes(alone.filter(isChosen), 1, run)
findings.sort((a, b) => a.point.localeCompare(b.point, 'en', { numeric: true }))
const broken = findings.filter(({ result }) => result === 'BROKEN').length
process.stdout.write(`\n${toTable(findings)}\n`)
process.stdout.write(
  `${findings.length} attacks in ${Math.round((performance.now() - startedMs) / 1000)} s; ${broken} succeeded\n`,
)
process.exit(broken > 0 || findings.length === 0 ? 1 : 0)
