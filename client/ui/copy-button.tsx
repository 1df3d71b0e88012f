import { useEffect, useState } from 'react'
import { say } from './messages.ts'

const shownMs = 4_000

interface CopyButtonProps {
  text: string
  /** How the button looks, where it is not to be as on the student's pages. */
  className?: string
  /** What it says, in another language than English. */
  words?: typeof english
  children: string
}

const english = {
  copied: 'Copied',
  refused: 'Your browser does not allow copying. Select the text and copy it:',
  byHand: ({ what }: { what: string }) => `${what}, by hand`,
}

/** Copies `text`, says so beside itself, and where the browser forbids copying shows the text to copy by hand. */
export function CopyButton(props: CopyButtonProps) {
  const { text, className = 'button button-quiet', words = english, children } = props
  const [result, setResult] = useState<'none' | 'copied' | 'refused'>('none')

  useEffect(() => {
    if (result !== 'copied') return
    const timer = setTimeout(() => setResult('none'), shownMs)
    return () => clearTimeout(timer)
  }, [result])

  const copy = async () => setResult((await copyText(text)) ? 'copied' : 'refused')

  return (
    <div className="copy">
      <button type="button" className={className} onClick={() => void copy()}>
        {say(children)}
      </button>
      <span className="copy-result" aria-live="polite">
        {result !== 'none' && say(words[result])}
      </span>
      {result === 'refused' && (
        <textarea className="copy-text" aria-label={words.byHand({ what: children })} readOnly value={text} />
      )}
    </div>
  )
}

/**
 * Puts `text` on the clipboard and tells whether it got there. The clipboard API exists only on secure
 * addresses and can be refused; the old command works nearly everywhere else.
 */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

function copyBySelection(text: string): boolean {
  const focused = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.readOnly = true
  field.className = 'visually-hidden'
  document.body.append(field)
  field.select()
  try {
    return document.execCommand('copy')
  } catch {
    return false
  } finally {
    field.remove()
    if (focused instanceof HTMLElement) focused.focus()
  }
}
