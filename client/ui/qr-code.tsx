import { memo } from 'react'
import { encode } from 'uqr'

/** `text` as a QR code, dark on white in any colour scheme: many scanners read no other. */
export const QrCode = memo(function QrCode({ text, label }: { text: string; label: string }) {
  const drawing = drawQr(text)
  if (!drawing) return <p>This link is too long for a QR code. Copy it to your phone instead.</p>
  const { size, path } = drawing
  return (
    <svg
      className="qr"
      role="img"
      aria-label={`QR code: ${label}`}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
})

/** Modules of white that a scanner needs around a code (ISO/IEC 18004). */
const quietZone = 4

/**
 * `text` as a QR code with the least error correction, so that its modules are as big as can be: a screen
 * is not scratched: width and height in modules, quiet zone included, and SVG path data that fills the dark ones. Null
 * where `text` is longer than any code can hold.
 */
export function drawQr(text: string): { size: number; path: string } | null {
  try {
    const { data, size } = encode(text, { ecc: 'L', border: quietZone })
    return { size, path: data.map(drawRow).join('') }
  } catch {
    return null
  }
}

/** One rectangle for each run of dark modules: a tenth of the nodes and no seams between them. */
function drawRow(row: readonly boolean[], y: number): string {
  let path = ''
  for (let x = 0; x < row.length; x++) {
    if (!row[x]) continue
    const start = x
    while (row[x + 1]) x++
    const width = x - start + 1
    path += `M${start} ${y}h${width}v1h-${width}z`
  }
  return path
}
