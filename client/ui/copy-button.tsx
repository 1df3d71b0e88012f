import { useEffect, useState } from 'react'
import { copyText } from './copy-text.ts'

const shownMs = 4_000

interface CopyButtonProps {
  text: string
  /** How the button looks, where it is not to be as on the student's pages. */
  className?: string
  children: string
}

/** Copies `text`, says so beside itself, and where the browser forbids copying shows the text to copy by hand. */
export function CopyButton({ text, className = 'button button-quiet', children }: CopyButtonProps) {
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
        {children}
      </button>
      <span className="copy-result" aria-live="polite">
        {result === 'copied' && 'Copied'}
        {result === 'refused' && 'Your browser does not allow copying. Select the text and copy it:'}
      </span>
      {result === 'refused' && (
        <textarea className="copy-text" aria-label={`${children}, by hand`} readOnly value={text} />
      )}
    </div>
  )
}
