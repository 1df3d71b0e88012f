import type { Box } from './geometry.ts'
import type { Drawing } from './lay-out.ts'

const keys: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
}

/** The state that an arrow key leads to: the nearest in that direction. Null where there is none, or for another key. */
export function nextState({ lanes }: Drawing, from: string, key: string): string | null {
  const way = keys[key]
  const boxes = lanes.flatMap(({ states }) => [...states])
  const start = boxes.find(([id]) => id === from)?.[1]
  if (!way || !start) return null
  const [x, y] = way
  const here = middleOf(start)
  const found = boxes.flatMap(([id, box]) => {
    const there = middleOf(box)
    const ahead = (there.x - here.x) * x + (there.y - here.y) * y
    const aside = Math.abs((there.x - here.x) * y) + Math.abs((there.y - here.y) * x)
    return ahead > 4 ? [{ id, far: ahead + 2.5 * aside }] : []
  })
  return found.sort((a, b) => a.far - b.far)[0]?.id ?? null
}

function middleOf({ x, y, width, height }: Box) {
  return { x: x + width / 2, y: y + height / 2 }
}
