import { expect, test } from 'vitest'
import { drawQr } from '../../client/ui/qr-code.tsx'

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

test('an invitation of usual length stays coarse enough for a cheap camera', () => {
  const invitation = `https://platform.example/invite?oob=${'A'.repeat(560)}`
  expect(drawQr(invitation)?.size).toBeLessThanOrEqual(93)
})

test('what no code can hold is no code', () => {
  expect(drawQr('x'.repeat(3_000))).toBeNull()
})
