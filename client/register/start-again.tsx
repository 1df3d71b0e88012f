import { useRef } from 'react'
import { say, useWords } from '../ui/messages.ts'
import { MainButton } from '../ui/shell.tsx'

interface StartAgainProps {
  /** What becomes of the registration that the student is in. */
  gives: 'open' | 'over' | 'finished'
  isLeaving: boolean
  onLeave: () => void
}

/** "Start again", which says what that means, and asks. */
export function StartAgain({ gives, isLeaving, onLeave }: StartAgainProps) {
  const { again, actions } = useWords()
  const dialog = useRef<HTMLDialogElement>(null)
  const close = () => dialog.current?.close()
  return (
    <>
      <button
        type="button"
        className="link"
        aria-haspopup="dialog"
        disabled={isLeaving}
        onClick={() => dialog.current?.showModal()}
      >
        {say(actions.startAgain)}
      </button>
      <dialog className="ask" ref={dialog} aria-labelledby="ask">
        <h2 id="ask">{say(again.heading)}</h2>
        <p>{say(again[gives])}</p>
        <MainButton
          onClick={() => {
            close()
            onLeave()
          }}
        >
          {say(actions.startAgain)}
        </MainButton>
        <button type="button" className="button button-quiet" onClick={close}>
          {say(again.stay)}
        </button>
      </dialog>
    </>
  )
}
