import { useState } from 'react'
import type { Marks } from './chart/marks.ts'
import { saveFile } from './save-file.ts'
import { toMermaid } from './to-mermaid.ts'
import { toPng } from './to-png.ts'
import { toSvg } from './to-svg.ts'

/** What the export is called, and the data behind the drawing; null where there is none. */
export interface Exported {
  readonly name: string
  readonly json: object | null
}

/** Saves the drawing as it is now, or the data behind it. */
export function ExportMenu({ marks, exported: { name, json } }: { marks: Marks; exported: Exported }) {
  const [problem, setProblem] = useState<string | null>(null)
  const savePng = async () => {
    try {
      saveFile(`${name}.png`, await toPng(toSvg(marks)))
      setProblem(null)
    } catch {
      setProblem('This browser could not draw the picture. Take the SVG instead.')
    }
  }
  const text = (ending: string, type: string, content: string) =>
    saveFile(`${name}.${ending}`, new Blob([content], { type }))
  return (
    <fieldset className="qa-choice">
      <legend>Export</legend>
      <button type="button" onClick={() => text('mmd', 'text/plain', toMermaid(marks))}>
        Mermaid
      </button>
      <button type="button" onClick={() => text('svg', 'image/svg+xml', toSvg(marks))}>
        SVG
      </button>
      <button type="button" onClick={() => void savePng()}>
        PNG
      </button>
      <button
        type="button"
        disabled={json === null}
        onClick={() => text('json', 'application/json', `${JSON.stringify(json, null, 2)}\n`)}
      >
        JSON
      </button>
      {problem && <p role="alert">{problem}</p>}
    </fieldset>
  )
}
