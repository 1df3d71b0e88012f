export type Cell = string | number | boolean | Date | null | undefined

/** What a spreadsheet would take for a formula, and run (OWASP, "CSV Injection"). */
const formula = /^[=+\-@\t\r\n]/

/** A line of CSV (RFC 4180). Text that a spreadsheet would run is made text again by an apostrophe before it. */
export function toCsvLine(cells: readonly Cell[]): string {
  return `${cells.map(toCell).join(',')}\r\n`
}

function toCell(cell: Cell): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return cell.toISOString()
  if (typeof cell !== 'string') return String(cell)
  const text = formula.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
