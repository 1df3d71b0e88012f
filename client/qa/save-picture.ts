/** What of the page's style a drawing needs to look the same elsewhere. */
const styles = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-opacity', 'stroke-linecap'],
  ...['opacity', 'font-family', 'font-size', 'font-weight', 'text-anchor', 'paint-order', 'transform', 'visibility'],
]

/** The chart as it is on the page, as a file that stands alone; null where there is none. */
export function toSvgFile(): string | null {
  const shown = document.querySelector<SVGSVGElement>('.qa-map')
  if (!shown) return null
  const copy = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  copy.innerHTML = shown.innerHTML
  const originals = shown.querySelectorAll('*')
  for (const [index, element] of [...copy.querySelectorAll('*')].entries()) {
    const original = originals[index]
    if (!original) continue
    const computed = getComputedStyle(original)
    for (const name of styles) {
      const value = computed.getPropertyValue(name)
      if (value !== '' && value !== 'none' && value !== 'normal') element.setAttribute(name, value)
      else if (value === 'none' && (name === 'fill' || name === 'stroke')) element.setAttribute(name, 'none')
    }
    for (const name of ['class', 'style', 'role', 'tabindex', 'aria-current']) element.removeAttribute(name)
  }
  const ground = getComputedStyle(document.body).backgroundColor
  const { width, height } = shown.viewBox.baseVal
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="-8 -8 ${width + 16} ${height + 16}">`,
    `<rect x="-8" y="-8" width="${width + 16}" height="${height + 16}" fill="${ground}"/>`,
    new XMLSerializer().serializeToString(copy).replace(/^<svg[^>]*>|<\/svg>$/g, ''),
    '</svg>\n',
  ].join('')
}

const scale = 2

/** A picture of `svg` at twice its size. Rejects where the browser cannot draw it. */
export async function toPng(svg: string): Promise<Blob> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = image.naturalWidth * scale
  canvas.height = image.naturalHeight * scale
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The canvas is empty'))), 'image/png')
  })
}

/** Hands a file to the browser to keep. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
