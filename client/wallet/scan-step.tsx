import { type FormEvent, useId, useState } from 'react'
import { StepHeading } from './step-heading.tsx'

/** Takes an invitation as a camera would, by pasting it. */
export function ScanStep({ onOpen }: { onOpen: (invitation: string) => void }) {
  const [text, setText] = useState('')
  const fieldId = useId()
  const hintId = useId()

  const open = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') onOpen(text.trim())
  }

  return (
    <form className="wallet-step" onSubmit={open}>
      <StepHeading>Scan an invitation</StepHeading>
      <div className="wallet-viewfinder" aria-hidden="true" />
      <div className="wallet-field">
        <label htmlFor={fieldId}>Invitation</label>
        <textarea
          id={fieldId}
          aria-describedby={hintId}
          value={text}
          onChange={(event) => setText(event.target.value)}
          rows={3}
          required
          spellCheck={false}
          autoComplete="off"
        />
        <p id={hintId} className="wallet-hint">
          This wallet has no camera. Paste the invitation link here.
        </p>
      </div>
      <button type="submit" className="button">
        Open invitation
      </button>
    </form>
  )
}
