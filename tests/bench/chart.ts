/** One line of a chart. */
export interface Series {
  readonly name: string
  readonly points: readonly (readonly [number, number])[]
}

export interface Axis {
  readonly label: string
  readonly isLog: boolean
  /** Where a figure stands: what is written there, and on the axis. By itself where absent. */
  readonly ticks?: readonly (readonly [number, string])[]
}

const [width, height] = [760, 380]
const box = { left: 64, right: 24, top: 40, bottom: 72 }
const inner = { width: width - box.left - box.right, height: height - box.top - box.bottom }
const gap = 18
const perLetter = 7

/** Colours that are told apart in light and in dark, also without seeing red or green. */
const style = `
  text { font: 12px system-ui, sans-serif; fill: #1f2328; }
  .title { font-weight: 600; font-size: 14px; }
  .grid { stroke: #d1d9e0; } .axis { stroke: #59636e; }
  .s0 { --c: #0550ae; } .s1 { --c: #bc4c00; } .s2 { --c: #1a7f37; } .s3 { --c: #8250df; }
  .line { fill: none; stroke: var(--c); stroke-width: 2; } .dot, .bar { fill: var(--c); }
  .target { stroke: #cf222e; stroke-dasharray: 5 4; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; } .grid { stroke: #3d444d; } .axis { stroke: #9198a1; }
    .s0 { --c: #79c0ff; } .s1 { --c: #ffa657; } .s2 { --c: #7ee787; } .s3 { --c: #d2a8ff; }
    .target { stroke: #ff7b72; }
  }`

/** Lines over two axes, as SVG that can be read on a light and on a dark page. `target` is a line across. */
export function lineChart(of: {
  title: string
  x: Axis
  y: Axis
  series: readonly Series[]
  target?: { readonly name: string; readonly at: number } | undefined
}): string {
  const all = of.series.flatMap(({ points }) => points)
  const values = [...all.map(([, value]) => value), ...(of.target ? [of.target.at] : [])]
  const x = scaleOf(
    of.x,
    all.map(([at]) => at),
    [box.left, box.left + inner.width],
  )
  const y = scaleOf(of.y, values, [box.top + inner.height, box.top])
  const lines = of.series.map(({ points }, index) => {
    const places = points.map(([at, value]) => `${px(x.at(at))},${px(y.at(value))}`)
    const dots = places.map((place) => `<circle class="dot" cx="${place.replace(',', '" cy="')}" r="3"/>`)
    return `<g class="s${index}"><polyline class="line" points="${places.join(' ')}"/>${dots.join('')}</g>`
  })
  const target = of.target ? targetLine(of.target.name, y.at(of.target.at)) : ''
  return frame(of.title, [grid(x, y, of), ...lines, target, legend(of.series.map(({ name }) => name))])
}

/** Bars beside each other, each with its figure. */
export function barChart(of: {
  title: string
  y: Axis
  bars: readonly { readonly name: string; readonly figure: number; readonly series: number }[]
  target?: { readonly name: string; readonly at: number } | undefined
}): string {
  const values = [0, ...of.bars.map(({ figure }) => figure), ...(of.target ? [of.target.at] : [])]
  const y = scaleOf(of.y, values, [box.top + inner.height, box.top])
  const step = inner.width / of.bars.length
  const bars = of.bars.map(({ name, figure, series }, index) => {
    const middle = box.left + step * (index + 0.5)
    const top = y.at(figure)
    return `<g class="s${series}"><rect class="bar" x="${px(middle - step * 0.3)}" y="${px(top)}" width="${px(step * 0.6)}" height="${px(box.top + inner.height - top)}"/></g>
      ${text(middle, top - 6, toLabel(figure), 'middle')}${text(middle, height - box.bottom + gap, name, 'middle')}`
  })
  const axis = { at: () => 0, ticks: [] }
  return frame(of.title, [
    grid(axis, y, { x: { label: '', isLog: false }, y: of.y }),
    ...bars,
    of.target ? targetLine(of.target.name, y.at(of.target.at)) : '',
  ])
}

interface Scale {
  at(value: number): number
  readonly ticks: readonly (readonly [number, string])[]
}

function scaleOf({ isLog, ticks }: Axis, values: readonly number[], [from, to]: readonly [number, number]): Scale {
  const given = ticks?.map(([value]) => value) ?? []
  const put = (value: number) => (isLog ? Math.log10(Math.max(value, 1e-3)) : value)
  const all = [...values, ...given].map(put)
  const low = isLog ? Math.floor(Math.min(...all)) : Math.min(0, ...all)
  const high = isLog ? Math.ceil(Math.max(...all)) : Math.max(...all) * (given.length > 0 ? 1 : 1.1)
  const own = isLog ? Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)) : stepsTo(high)
  return {
    at: (value) => from + ((put(value) - low) / Math.max(1e-9, high - low)) * (to - from),
    ticks: ticks ?? own.map((value) => [value, toLabel(value)] as const),
  }
}

/** Round figures up to there, some five. */
function stepsTo(high: number): number[] {
  const rough = high / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough
  return Array.from({ length: Math.floor(high / step) + 1 }, (_, index) => index * step)
}

function grid(x: Scale, y: Scale, { x: xAxis, y: yAxis }: { readonly x: Axis; readonly y: Axis }): string {
  const bottom = box.top + inner.height
  const right = box.left + inner.width
  const rows = y.ticks.map(([value, label]) => {
    const at = px(y.at(value))
    return `<line class="grid" x1="${box.left}" x2="${right}" y1="${at}" y2="${at}"/>${text(box.left - 8, at + 4, label, 'end')}`
  })
  const columns = x.ticks.map(([value, label]) => {
    const at = px(x.at(value))
    return `<line class="grid" x1="${at}" x2="${at}" y1="${box.top}" y2="${bottom}"/>${text(at, bottom + gap, label, 'middle')}`
  })
  const axis = `<line class="axis" x1="${box.left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>`
  const labels = text(right, bottom + 2 * gap, xAxis.label, 'end') + text(box.left - 8, box.top - 8, yAxis.label, 'end')
  return [...rows, ...columns, axis, labels].join('\n')
}

function targetLine(name: string, at: number): string {
  return `<line class="target" x1="${box.left}" x2="${box.left + inner.width}" y1="${px(at)}" y2="${px(at)}"/>${text(box.left + inner.width, at - 5, name, 'end')}`
}

function legend(names: readonly string[]): string {
  if (names.length < 2) return ''
  let at = box.left
  const marks = names.map((name, index) => {
    const mark = `<g class="s${index}"><rect class="bar" x="${at}" y="${height - gap}" width="10" height="10"/></g>${text(at + 15, height - gap + 10, name, 'start')}`
    at += 30 + name.length * perLetter
    return mark
  })
  return marks.join('')
}

function frame(title: string, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">
<style>${style}</style>
<text class="title" x="${box.left}" y="18">${escaped(title)}</text>
${parts.filter((part) => part !== '').join('\n')}
</svg>
`
}

function text(x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end'): string {
  return `<text x="${px(x)}" y="${px(y)}" text-anchor="${anchor}">${escaped(content)}</text>`
}

function toLabel(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(2)))
}

function px(value: number): number {
  return Math.round(value * 10) / 10
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
