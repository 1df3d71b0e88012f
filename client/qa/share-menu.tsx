import { useRef, useState } from 'react'
import { CopyButton } from '../ui/copy-button.tsx'
import type { Marks } from './chart/marks.ts'
import { Icon } from './icon.tsx'
import { saveFile, toPng, toSvgFile } from './save-picture.ts'
import { toMermaid } from './to-mermaid.ts'

/** What the export is called, and the data behind the drawing; null where there is none. */
export interface Exported {
  readonly name: string
  readonly json: (() => Promise<object>) | null
}

/** The link to what one sees, and what one sees as a file. */
export function ShareMenu({ marks, exported: { name, json } }: { marks: Marks; exported: Exported }) {
  const [problem, setProblem] = useState<string | null>(null)
  const menu = useRef<HTMLDetailsElement>(null)
  const text = (ending: string, type: string, content: string) =>
    saveFile(`${name}.${ending}`, new Blob([content], { type }))
  const attempt = (save: () => Promise<void> | void, failed: string) => async () => {
    try {
      await save()
      setProblem(null)
    } catch {
      setProblem(failed)
    }
  }
  const svg = () => {
    const file = toSvgFile()
    if (file === null) throw new Error('There is no drawing')
    return file
  }
  const noChart = 'There is no chart on the page. Switch from the table to the chart, then export it.'
  return (
    <details
      className="qa-share"
      ref={menu}
      onKeyDown={({ key }) => {
        if (key !== 'Escape' || !menu.current) return
        menu.current.open = false
        menu.current.querySelector('summary')?.focus()
      }}
    >
      <summary>
        Share <Icon name="down" />
      </summary>
      <div className="qa-share-menu">
        <CopyButton text={window.location.href} className="qa-button">
          Copy link
        </CopyButton>
        <p className="qa-soft">Export what is shown</p>
        <button
          type="button"
          className="qa-button"
          onClick={attempt(() => text('svg', 'image/svg+xml', svg()), noChart)}
        >
          SVG
        </button>
        <button
          type="button"
          className="qa-button"
          onClick={attempt(
            async () => saveFile(`${name}.png`, await toPng(svg())),
            `This browser could not make the PNG. ${noChart}`,
          )}
        >
          PNG
        </button>
        <button
          type="button"
          className="qa-button"
          onClick={attempt(() => text('mmd', 'text/plain', toMermaid(marks)), '')}
        >
          Mermaid
        </button>
        <button
          type="button"
          className="qa-button"
          disabled={json === null}
          onClick={attempt(
            async () => text('json', 'application/json', `${JSON.stringify(await json?.(), null, 2)}\n`),
            'The history could not be read from the server. Try again.',
          )}
        >
          JSON
        </button>
        {problem && <p role="alert">{problem}</p>}
      </div>
    </details>
  )
}
