import { memo } from 'react'
import { drawQr } from './draw-qr.ts'

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
