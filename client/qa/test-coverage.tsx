import { useEffect } from 'react'
import type { QaAddress } from './address.ts'
import { countMarks } from './chart/marks.ts'
import counted from './chart/test-coverage.json'
import { Stage } from './stage.tsx'
import type { ChangeAddress } from './use-address.ts'

const counts = new Map<string, number>(Object.entries({ ...counted.states, ...counted.transitions }))
const marks = countMarks(counts)
const unseen = [...counts.values()].filter((count) => count === 0).length

/** What the project's own tests drive through the real server, counted by those tests themselves. */
export function TestCoverage({ address, onChange }: { address: QaAddress; onChange: ChangeAddress }) {
  useEffect(() => {
    document.title = 'Test coverage – State machine – NELFUND Connect'
  }, [])
  return (
    <>
      <p className="qa-status" role="status">
        The project’s tests drive {counted.sessions} sessions through the real server;{' '}
        {unseen === 0 ? 'every state and transition is covered.' : `${unseen} states and transitions are not covered.`}
      </p>
      <Stage
        address={address}
        onChange={onChange}
        marks={marks}
        label="State machine: how often the tests were where"
        exported={{ name: 'test-coverage', json: counted }}
      />
    </>
  )
}
