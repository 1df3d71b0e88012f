import { useEffect, useRef, useState } from 'react'
import { stored } from '../ui/stored.ts'
import { Dialog, Fact } from './console-parts.tsx'

const choice = stored('nelfund.console.keys')
const keys = [
  ['j', 'next row'],
  ['k', 'previous row'],
  ['Enter', 'open it'],
  ['x', 'select it'],
  ['r', 'replay the event, or all that are selected'],
  ['c', 'copy the open event as curl'],
  ['l', 'follow what comes, or stop doing so'],
  ['/', 'filter'],
  ['Ctrl K or ⌘K', 'find anything'],
  ['Esc', 'close, unselect, take the time span away'],
  ['?', 'this help'],
] as const

/** Whether single keys do something. They can be turned off, since they get in the way of speech input. */
const areKeysOn = () => choice.read() !== 'off'

/** Calls the function of a key that is pressed anywhere but in a field. */
export function useKeys(actions: Readonly<Record<string, () => void>>): void {
  const current = useRef(actions)
  useEffect(() => {
    current.current = actions
  })
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const action = current.current[event.key]
      if (!action || event.ctrlKey || event.metaKey || event.altKey || isField(event.target) || !areKeysOn()) return
      if (document.querySelector('dialog[open]')) return // which has keys of its own
      event.preventDefault()
      action()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input:not([type=checkbox]), select, textarea')
}

/** What the keys do, and a way to turn them off. */
export function KeyboardShortcuts({ onClose }: { onClose: () => void }) {
  const [areOn, setOn] = useState(areKeysOn)
  const turn = (on: boolean) => {
    choice.keep(on ? 'on' : 'off')
    setOn(on)
  }
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <dl className="facts">
        {keys.map(([key, does]) => (
          <Fact key={key} name={<kbd>{key}</kbd>}>
            {does}
          </Fact>
        ))}
      </dl>
      <label className="check">
        <input type="checkbox" checked={areOn} onChange={(event) => turn(event.target.checked)} /> Enable keyboard
        shortcuts
      </label>
    </Dialog>
  )
}
