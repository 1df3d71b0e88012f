/**
 * Runs in the page: every word of letters alone that a line breaks in two, with what stands around it. What is no word, such as
 * an id or an address, may break anywhere.
 */
export function brokenWords(): string[] {
  const broken: string[] = []
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const words = text.textContent ?? ''
    for (const { index, 0: word } of words.matchAll(/(?<![^\s(])[a-z’]{2,20}(?![^\s.,:;?!)])/gi)) {
      range.setStart(text, index)
      range.setEnd(text, index + word.length)
      const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)))
      if (tops.size > 1) broken.push(`${word} in: ${words.slice(Math.max(0, index - 30), index + 40)}`)
    }
  }
  return broken
}
