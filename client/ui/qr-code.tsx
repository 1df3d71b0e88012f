import { memo, type ReactNode, useCallback, useState } from 'react'
import { encode } from 'uqr'

interface QrCodeProps {
  text: string
  label: string
  /** What to read where `text` is longer than any code can hold. */
  tooLong: ReactNode
}

/**
 * `text` as a QR code, as large as there is room for with whole pixels to a module, which keeps its edges sharp; dark on
 * white in any colour scheme, since many scanners read no other.
 */
export const QrCode = memo(function QrCode(props: QrCodeProps) {
  const { text, label, tooLong } = props
  const [roomPx, measure] = useRoom()
  const drawing = drawQr(text)
  if (!drawing) return <p>{tooLong}</p>
  const { size, path } = drawing
  const sidePx = size * modulePx(size, roomPx)
  return (
    <div className="qr-room" ref={measure}>
      <svg
        className="qr"
        role="img"
        aria-label={label}
        width={sidePx}
        height={sidePx}
        viewBox={`0 0 ${size} ${size}`}
        shapeRendering="crispEdges"
      >
        <rect width={size} height={size} fill="#fff" />
        <path d={path} fill="#000" />
      </svg>
    </div>
  )
})

/** The width of an element, before it is first painted and whenever it changes. */
function useRoom() {
  const [widthPx, setWidthPx] = useState(0)
  const measure = useCallback((element: HTMLElement | null) => {
    if (!element) return
    setWidthPx(element.clientWidth)
    const observer = new ResizeObserver(() => setWidthPx(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [widthPx, measure] as const
}

/** How many pixels wide a module of a code of `size` modules can be, all of them alike. */
export function modulePx(size: number, roomPx: number): number {
  return Math.max(1, Math.floor(roomPx / size))
}

/** Modules of white that a scanner needs around a code (ISO/IEC 18004). */
const quietZone = 4
/** So many modules a side are coarse enough for a cheap camera at arm's length. */
const coarse = 33

/**
 * `text` as a QR code: width and height in modules, quiet zone included, and SVG path data that fills the dark ones. It
 * forgives a scratched screen where that does not make its modules too small, else as little as can be. Null where `text`
 * is longer than any code can hold.
 */
export function drawQr(text: string): { size: number; path: string } | null {
  const forgiving = encodeWith('M', text)
  const code = forgiving && forgiving.size <= coarse + 2 * quietZone ? forgiving : encodeWith('L', text)
  return code && { size: code.size, path: code.data.map(drawRow).join('') }
}

function encodeWith(ecc: 'L' | 'M', text: string) {
  try {
    return encode(text, { ecc, border: quietZone })
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
