import { type Box, type Direction, type Point, type Spot, textWidth, toPoint } from './geometry.ts'
import { isPlain, type Link } from './plan-lane.ts'

/** The name of an event on its line: of all the transitions of the line that it takes. */
export interface Chip {
  readonly event: string
  readonly text: string
  readonly box: Box
}

export interface Word {
  readonly event: string
  readonly text: string
  readonly width: number
}

export const chipHeight = 20
const gap = 6
/** Room for the digit that sends it, or for how often it was taken. */
const spare = 30

/** What a line has to say: its events, unless there is only one and it is called like the state that it leads to. */
export function wordsOf({ transitions }: Pick<Link, 'transitions'>): Word[] {
  const [first] = transitions
  const events = [...new Set(transitions.map(({ event }) => event))]
  if (!first || (events.length === 1 && isPlain(first))) return []
  return events.map((event) => {
    const text = event.slice(event.indexOf('.') + 1)
    return { event, text, width: textWidth(text) + spare }
  })
}

/** Chips on a line that runs along the lane, in its middle: in a row, or one above the other where it runs down. */
export function chipsAlong(
  words: readonly Word[],
  middle: Spot,
  room: number,
  direction: Direction,
  align: 'middle' | 'start' = 'middle',
): Chip[] {
  if (direction === 'down') return stacked(words, toPoint(middle, direction), align)
  const natural = words.reduce((sum, { width }) => sum + width + gap, -gap)
  const narrow = natural > room ? Math.max(0, (natural - room) / words.length) : 0
  let x = middle.along - Math.min(natural, room) / 2
  return words.map(({ event, text, width }) => {
    const box = { x, y: middle.across - chipHeight / 2, width: Math.max(24, width - narrow), height: chipHeight }
    x += box.width + gap
    return { event, text, box }
  })
}

/** Chips on both sides of a line that runs across the lane. */
export function chipsBeside(words: readonly Word[], middle: Spot, direction: Direction, most: number): Chip[] {
  const { x, y } = toPoint(middle, direction)
  if (direction === 'down') {
    return words.map(({ event, text, width }, index) => {
      const side = index % 2 === 0 ? -1 : 1
      const far = (Math.floor(index / 2) + 1.5) * (chipHeight + 1) + 1
      return { event, text, box: { x: x - width / 2, y: y + side * far - chipHeight / 2, width, height: chipHeight } }
    })
  }
  const half = Math.ceil(words.length / 2)
  const place = (side: readonly Word[], sign: 1 | -1): Chip[] => {
    let far = gap
    return side.map(({ event, text, width: natural }) => {
      const width = sign > 0 ? Math.min(natural, Math.max(most, 60)) : natural
      const box = { x: sign > 0 ? x + far : x - far - width, y: y - chipHeight / 2, width, height: chipHeight }
      far += width + gap
      return { event, text, box }
    })
  }
  return [...place(words.slice(0, half), -1), ...place(words.slice(half), 1)]
}

function stacked(words: readonly Word[], { x, y }: Point, align: 'middle' | 'start'): Chip[] {
  const step = chipHeight + 2
  return words.map(({ event, text, width }, index) => {
    const top = y + (index - words.length / 2) * step
    return {
      event,
      text,
      box: { x: align === 'start' ? x - chipHeight / 2 : x - width / 2, y: top, width, height: chipHeight },
    }
  })
}
