import { useState } from 'react'
import { Dialog } from './dialog.tsx'
import { areKeysOn, setKeysOn } from './use-keys.ts'

const keys = [
  ['j', 'next event'],
  ['k', 'previous event'],
  ['Enter', 'open the event'],
  ['r', 'replay the event'],
  ['/', 'search'],
  ['Esc', 'close what is open'],
  ['?', 'this help'],
] as const

/** What the keys do, and a way to turn them off. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const [areOn, setOn] = useState(areKeysOn)
  const turn = (on: boolean) => {
    setKeysOn(on)
    setOn(on)
  }
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl className="facts">
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <label className="check">
        <input type="checkbox" checked={areOn} onChange={(event) => turn(event.target.checked)} /> Single keys do
        something
      </label>
    </Dialog>
  )
}
