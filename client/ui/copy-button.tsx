import { useEffect, useState } from 'react'
import { copyText } from './copy-text.ts'

const shownMs = 4_000

/** Copies `text`, says so beside itself, and where the browser forbids copying shows the text to copy by hand. */
export function CopyButton({ text, children }: { text: string; children: string }) {
  const [result, setResult] = useState<'none' | 'copied' | 'refused'>('none')

  useEffect(() => {
    if (result !== 'copied') return
    const timer = setTimeout(() => setResult('none'), shownMs)
    return () => clearTimeout(timer)
  }, [result])

  const copy = async () => setResult((await copyText(text)) ? 'copied' : 'refused')

  return (
    <div className="copy">
      <button type="button" className="button button-quiet" onClick={() => void copy()}>
        {children}
      </button>
      <span className="copy-result" aria-live="polite">
        {result === 'copied' && 'Copied'}
        {result === 'refused' && 'Your browser does not allow copying. Select the link and copy it:'}
      </span>
      {result === 'refused' && <input className="copy-text" aria-label="Invitation link" readOnly value={text} />}
    </div>
  )
}
