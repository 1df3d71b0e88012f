import { useEffect, useState } from 'react'
import { copyText } from '../ui/copy-text.ts'

const shownMs = 4_000

/** Copies `text` and says so beside itself; where the browser forbids it, shows the text to copy by hand. */
export function Copy({ text, children }: { text: string; children: string }) {
  const [result, setResult] = useState<'none' | 'copied' | 'refused'>('none')

  useEffect(() => {
    if (result !== 'copied') return
    const timer = setTimeout(() => setResult('none'), shownMs)
    return () => clearTimeout(timer)
  }, [result])

  const copy = async () => setResult((await copyText(text)) ? 'copied' : 'refused')

  return (
    <>
      <button type="button" className="small-button" onClick={() => void copy()}>
        {children}
      </button>
      <span className="copy-result" aria-live="polite">
        {result === 'copied' && 'Copied'}
      </span>
      {result === 'refused' && (
        <textarea className="copy-text" aria-label={`${children}, by hand`} readOnly value={text} />
      )}
    </>
  )
}
