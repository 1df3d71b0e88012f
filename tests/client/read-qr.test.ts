import {
  BinaryBitmap,
  GlobalHistogramBinarizer,
  HybridBinarizer,
  type LuminanceSource,
  QRCodeReader,
  RGBLuminanceSource,
} from '@zxing/library'
import jsqr from 'jsqr'
import { describe, expect, test } from 'vitest'
import { drawQr } from '../../client/ui/qr-code.tsx'

/** The widths of a module on a wide screen and on screens of 360 and 320. */
const modules = [12, 8, 7] as const
const addresses = [
  'http://localhost:3300',
  'https://connect.nelfund.example',
  'https://wallet.connect.registration.nelfund.example',
]
const id = 'AAECAwQFBgcICQoLDA0ODw'

interface Picture {
  /** In pixels. */
  readonly side: number
  /** Brightness of each, 0 to 255. */
  readonly grey: Uint8ClampedArray
}

/** The code as a screen shows it, `px` pixels to a module. */
function show(text: string, px: number): Picture {
  const { size, path } = drawQr(text) ?? { size: 0, path: '' }
  const side = size * px
  const grey = new Uint8ClampedArray(side * side).fill(255)
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)/g))
    for (let row = Number(y) * px; row < (Number(y) + 1) * px; row++)
      grey.fill(0, row * side + Number(x) * px, row * side + (Number(x) + Number(width)) * px)
  return { side, grey }
}

/** As a camera sees it from further away: each pixel is the mean of those it covers. */
function shrink({ side, grey }: Picture, by: number): Picture {
  const small = Math.floor(side / by)
  const mean = (x: number, y: number) => {
    let sum = 0
    for (let dy = 0; dy < by; dy++) for (let dx = 0; dx < by; dx++) sum += grey[(y * by + dy) * side + x * by + dx] ?? 0
    return sum / by ** 2
  }
  return {
    side: small,
    grey: Uint8ClampedArray.from({ length: small ** 2 }, (_, at) => mean(at % small, Math.floor(at / small))),
  }
}

/** On a screen at its dimmest: white is a dark grey, and black a lighter one than it was. */
function dim({ side, grey }: Picture): Picture {
  return { side, grey: grey.map((light) => 20 + (light * 60) / 255) }
}

/** By the reader that most pages use, which wallets in a browser do too. */
function readByJsqr({ side, grey }: Picture): string | null {
  const colours = new Uint8ClampedArray(side * side * 4)
  for (const [at, light] of grey.entries()) colours.set([light, light, light, 255], at * 4)
  return jsqr(colours, side, side)?.data ?? null
}

/** By the one that Android's scanners come from, in either way that it tells dark from light. */
function readByZxing({ side, grey }: Picture): string | null {
  const source: LuminanceSource = new RGBLuminanceSource(grey, side, side)
  for (const binarizer of [new HybridBinarizer(source), new GlobalHistogramBinarizer(source)])
    try {
      return new QRCodeReader().decode(new BinaryBitmap(binarizer)).getText()
    } catch {
      // not in this way
    }
  return null
}

describe.each([
  ['jsQR', readByJsqr],
  ['ZXing', readByZxing],
])('%s reads the code of a short link', (_reader, read) => {
  test.each(modules)('with %i pixels to a module: in full, from afar, and on a dim screen', (px) => {
    for (const address of addresses) {
      const text = `${address}/i/${id}`
      const shown = show(text, px)
      const afar = shrink(shown, 4)
      const pictures = { shown, afar, dimmed: dim(shown), dimmedAfar: dim(afar) }
      for (const [what, picture] of Object.entries(pictures))
        expect.soft(read(picture), `${what}, ${address}`).toBe(text)
    }
  })

  test('and nothing in an empty picture', () => {
    expect(read({ side: 200, grey: new Uint8ClampedArray(200 ** 2).fill(255) })).toBeNull()
  })
})
