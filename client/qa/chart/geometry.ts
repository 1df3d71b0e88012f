/** Pixels at full size, from the drawing's upper left corner. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** `x` and `y` are the upper left corner. */
export interface Box extends Point {
  readonly width: number
  readonly height: number
}

/** Along the way that a region runs, and across it: the same plan is drawn from left to right, or from the top down. */
export interface Spot {
  readonly along: number
  readonly across: number
}

export type Direction = 'right' | 'down'

export function toPoint({ along, across }: Spot, direction: Direction): Point {
  return direction === 'right' ? { x: along, y: across } : { x: across, y: along }
}

const radius = 8

/** A line through the points with its corners rounded, as SVG path data. */
export function toPath(points: readonly Point[]): string {
  const [first, ...rest] = points
  if (!first) return ''
  const parts = rest.map((corner, index) => {
    const before = points[index] ?? corner
    const after = rest[index + 1]
    if (!after) return `L${say(corner)}`
    const room = Math.min(radius, distance(before, corner) / 2, distance(corner, after) / 2)
    return `L${say(toward(corner, before, room))}Q${say(corner)} ${say(toward(corner, after, room))}`
  })
  return `M${say(first)}${parts.join('')}`
}

/** The points without those that lie on the straight between their neighbours, or on the one before. */
export function straightened(points: readonly Point[]): Point[] {
  return points.filter((point, index) => {
    const before = points[index - 1]
    const after = points[index + 1]
    if (before && before.x === point.x && before.y === point.y) return false
    if (!before || !after) return true
    const isLevel = before.y === point.y && point.y === after.y
    return !isLevel && !(before.x === point.x && point.x === after.x)
  })
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

function toward(from: Point, to: Point, length: number): Point {
  const all = distance(from, to)
  if (all === 0) return from
  return { x: from.x + ((to.x - from.x) * length) / all, y: from.y + ((to.y - from.y) * length) / all }
}

function say({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`
}

function round(length: number): number {
  return Math.round(length * 10) / 10
}

const characterWidth = 6.1

/** About how wide a line of text is, at eleven pixels; wide scripts and emoji take twice as much. */
export function textWidth(text: string, sizePx = 11): number {
  let characters = 0
  for (const sign of text) characters += /[\u1100-\uffff]|\p{Extended_Pictographic}/u.test(sign) ? 1.8 : 1
  return (characters * characterWidth * sizePx) / 11
}

/** The text as far as it fits, with a sign for what is left out. */
export function fitText(text: string, width: number, sizePx = 11): string {
  if (textWidth(text, sizePx) <= width) return text
  const signs = Array.from(text)
  let end = signs.length
  while (end > 1 && textWidth(`${signs.slice(0, end).join('')}…`, sizePx) > width) end--
  return `${signs.slice(0, end).join('')}…`
}
