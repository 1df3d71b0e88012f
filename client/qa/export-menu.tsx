import { useState } from 'react'
import { toMermaid, toSvg } from './chart/chart-export.ts'
import type { Marks } from './chart/marks.ts'
import { Button } from './qa-parts.tsx'

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
      setProblem('This browser could not make the PNG. Export the SVG instead.')
    }
  }
  const text = (ending: string, type: string, content: string) =>
    saveFile(`${name}.${ending}`, new Blob([content], { type }))
  return (
    <fieldset className="qa-choice">
      <legend>Export</legend>
      <Button onClick={() => text('mmd', 'text/plain', toMermaid(marks))}>Mermaid</Button>
      <Button onClick={() => text('svg', 'image/svg+xml', toSvg(marks))}>SVG</Button>
      <Button onClick={() => void savePng()}>PNG</Button>
      <Button
        disabled={json === null}
        onClick={() => text('json', 'application/json', `${JSON.stringify(json, null, 2)}\n`)}
      >
        JSON
      </Button>
      {problem && <p role="alert">{problem}</p>}
    </fieldset>
  )
}

const scale = 2

/** A picture of `svg` at twice its size. Rejects where the browser cannot draw it. */
async function toPng(svg: string): Promise<Blob> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = image.naturalWidth * scale
  canvas.height = image.naturalHeight * scale
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The canvas is empty'))), 'image/png')
  })
}

/** Hands a file to the browser to keep. */
function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
