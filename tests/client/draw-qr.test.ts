import { describe, expect, test } from 'vitest'
import { drawQr, modulePx } from '../../client/ui/qr-code.tsx'

const id = 'AAECAwQFBgcICQoLDA0ODw'
const shortLink = `https://connect.nelfund.example/i/${id}`
/** The widths that a code has on screens of 320 and 360 and on a wide one. */
const rooms = [288, 328, 492] as const

test('a code has four modules of white around it', () => {
  const drawing = drawQr('https://nelfund.example')
  const starts = [...(drawing?.path.matchAll(/M(\d+) (\d+)h(\d+)/g) ?? [])].map(([, x, y, width]) => ({
    left: Number(x),
    top: Number(y),
    right: Number(x) + Number(width),
  }))
  const size = drawing?.size ?? 0
  expect(Math.min(...starts.map(({ left }) => left))).toBe(4)
  expect(Math.min(...starts.map(({ top }) => top))).toBe(4)
  expect(Math.max(...starts.map(({ right }) => right))).toBe(size - 4)
})

describe('the code of a short link', () => {
  test.each([
    'http://localhost:3300',
    'https://nelfund.example',
    'https://connect.nelfund.example',
    'https://connect.registration.nelfund.example',
    'https://wallet.connect.registration.nelfund.example',
  ])('at %s has 33 modules a side at most', (publicUrl) => {
    expect(drawQr(`${publicUrl}/i/${id}`)?.size).toBeLessThanOrEqual(33 + 8)
  })

  test.each([
    ['http://localhost:3300', 'M'],
    ['https://wallet.connect.registration.nelfund.example', 'L'],
  ])('at %s corrects errors with level %s', (publicUrl, level) => {
    expect(levelOf(drawQr(`${publicUrl}/i/${id}`))).toBe(level)
  })

  test.each([
    [7, 288],
    [8, 328],
    [12, 492],
  ])('has %i whole pixels to a module where there is room for %i', (px, room) => {
    expect(modulePx(drawQr(shortLink)?.size ?? 0, room)).toBe(px)
  })
})

test('a whole invitation still gets a code, which never outgrows its place', () => {
  const size = drawQr(`https://platform.example/invite?oob=${'A'.repeat(560)}`)?.size ?? 0
  expect(size).toBeLessThanOrEqual(93)
  for (const room of rooms) expect(size * modulePx(size, room)).toBeLessThanOrEqual(room)
})

test('what no code can hold is no code', () => {
  expect(drawQr('x'.repeat(3_000))).toBeNull()
})

/** The level that a code says it has: the first two of its format bits, unmasked (ISO/IEC 18004, 7.9). */
function levelOf(drawing: ReturnType<typeof drawQr>): string | undefined {
  const isDark = (x: number, y: number) =>
    [...(drawing?.path.matchAll(/M(\d+) (\d+)h(\d+)/g) ?? [])].some(
      ([, left, top, width]) => Number(top) === y && x >= Number(left) && x < Number(left) + Number(width),
    )
  const bits = [isDark(4, 12), isDark(5, 12)].map(Number)
  const [high = 0, low = 0] = bits
  return ['M', 'L', 'H', 'Q'][((high ^ 1) << 1) | low]
}
