import { useState } from 'react'
import { sessionChart } from '../../shared/session-chart.ts'
import { labelOf, labelPadding, lineHeight } from './chart/chart-layout.ts'
import { type Look, lookOfArrow, lookOfState, lookOfTransition, type Marks, shortCount } from './chart/marks.ts'
import { type PlacedArrow, type PlacedState, placedChart } from './chart/placed-chart.ts'
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

const idOf = (id: string) => id.replace('.', '_')

/** The machine as a Mermaid state diagram, with where it is now marked (https://mermaid.js.org/syntax/stateDiagram.html). */
function toMermaid({ current, counts }: Marks): string {
  const times = (id: string) => (counts ? ` ×${counts.get(id) ?? 0}` : '')
  const regions = sessionChart.regions.map(({ states, transitions }) =>
    [
      ...states.map(({ id, name }) => `    state "${name}${times(id)}" as ${idOf(id)}`),
      ...states.filter(({ isInitial }) => isInitial).map(({ id }) => `    [*] --> ${idOf(id)}`),
      ...transitions.map(({ id, from, to, event, guard }) => {
        const needs = guard ? ` [${guard}]` : ''
        return `    ${idOf(from)} --> ${idOf(to)} : ${event}${needs}${times(id)}`
      }),
      ...states.filter(({ isFinal }) => isFinal).map(({ id }) => `    ${idOf(id)} --> [*]`),
    ].join('\n'),
  )
  const marked = [...current].map((id) => `  class ${idOf(id)} current`)
  return [
    'stateDiagram-v2',
    '  state session {',
    regions.join('\n    --\n'),
    '  }',
    ...(marked.length > 0 ? ['  classDef current fill:#0a6640,color:#ffffff', ...marked] : []),
    '',
  ].join('\n')
}

/** The light colours, written out: the file stands alone. */
const lines = {
  last: { stroke: '#1f4f8f', width: 4.5 },
  passed: { stroke: '#0a6640', width: 3.5 },
  seen: { stroke: '#0a6640', width: 2 },
  possible: { stroke: '#17211b', width: 1.25 },
  current: { stroke: '#7b8a81', width: 1.25 },
  plain: { stroke: '#7b8a81', width: 1.25 },
  unseen: { stroke: '#7b8a81', width: 1.25 },
} satisfies Record<Look, { stroke: string; width: number }>

const fills = { current: '#0a6640', passed: '#e6f4ec', seen: '#e6f4ec' } satisfies Partial<Record<Look, string>>
const margin = 12

/** The drawing as a file of its own, in light colours, with the marks that are shown. */
function toSvg(marks: Marks): string {
  const width = placedChart.width + 2 * margin
  const height = placedChart.height + 2 * margin
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-margin} ${-margin} ${width} ${height}" font-family="system-ui, sans-serif">`,
    '<title>Session state machine</title>',
    `<defs>${Object.entries(lines)
      .map(([look, { stroke }]) => head(look, stroke))
      .join('')}</defs>`,
    `<rect x="${-margin}" y="${-margin}" width="${width}" height="${height}" fill="#ffffff"/>`,
    ...placedChart.regions.map(
      ({ region, box }) =>
        `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" rx="8" fill="#f6f7f5" stroke="#d3dad5"/><text x="${box.x + 12}" y="${box.y + 22}" font-size="16" font-weight="700" fill="#4d5a52">${escapeXml(region.name)}</text>`,
    ),
    ...placedChart.arrows.map((placed) => arrow(placed, marks)),
    ...placedChart.states.map((placed) => state(placed, marks)),
    '</svg>',
    '',
  ].join('\n')
}

function head(look: string, fill: string): string {
  return `<marker id="head-${look}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 8 4 0 8z" fill="${fill}"/></marker>`
}

function arrow({ arrow: { transitions }, path, label }: PlacedArrow, marks: Marks): string {
  const look = lookOfArrow(transitions, marks)
  const { stroke, width } = lines[look]
  const dashes = look === 'unseen' ? ' stroke-dasharray="4 4"' : ''
  const labels = transitions.map((transition, line) => {
    const own = lookOfTransition(transition.id, marks)
    const count = marks.counts ? ` ${shortCount(marks.counts.get(transition.id) ?? 0)}` : ''
    const y = label.y + labelPadding + (line + 0.75) * lineHeight
    return `<text x="${label.x + label.width / 2}" y="${y}" font-size="13" text-anchor="middle" fill="${lines[own].stroke}">${escapeXml(labelOf(transition) + count)}</text>`
  })
  return `<path d="${path}" fill="none" stroke="${stroke}" stroke-width="${width}"${dashes} marker-end="url(#head-${look})"/><rect x="${label.x}" y="${label.y}" width="${label.width}" height="${label.height}" rx="3" fill="#f6f7f5"/>${labels.join('')}`
}

function state({ state: { id, name, isInitial, isFinal }, box }: PlacedState, marks: Marks): string {
  const look = lookOfState(id, marks)
  const fill = 'current' === look || 'passed' === look || 'seen' === look ? fills[look] : '#ffffff'
  const ink = look === 'current' ? '#ffffff' : '#17211b'
  const inner = isFinal
    ? `<rect x="${box.x + 3}" y="${box.y + 3}" width="${box.width - 6}" height="${box.height - 6}" rx="5" fill="none" stroke="${ink}"/>`
    : ''
  const bar = isInitial
    ? `<rect x="${box.x}" y="${box.y}" width="6" height="${box.height}" rx="3" fill="#7b8a81"/>`
    : ''
  const count = marks.counts ? ` ${shortCount(marks.counts.get(id) ?? 0)}` : ''
  return `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" rx="8" fill="${fill}" stroke="${lines[look].stroke}" stroke-width="1.5"/>${inner}${bar}<text x="${box.x + box.width / 2}" y="${box.y + box.height / 2 + 5}" font-size="15" font-weight="600" text-anchor="middle" fill="${ink}">${escapeXml(name + count)}</text>`
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
