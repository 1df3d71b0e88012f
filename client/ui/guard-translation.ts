/** What a translator has put in the place of a text node that React still holds. */
const standIns = new WeakMap<Node, Node>()

/**
 * Lets React go on in a page that a browser's translator has changed: it wraps each text node in `<font>`, or puts one in its
 * place, and React, which knows of neither, throws where it removes such a text or inserts before it, and writes what changes
 * into a node that nobody sees (facebook/react#11538). From now on that is done to what stands there instead, and a text that
 * React changes takes its own place again, to be translated anew. To be called before React renders.
 */
export function guardTranslation(): void {
  const { removeChild, insertBefore } = Node.prototype
  Node.prototype.removeChild = function <Child extends Node>(this: Node, child: Child): Child {
    if (child.parentNode === this) return removeChild.call(this, child) && child
    const standsThere = placeIn(this, child)
    if (standsThere) removeChild.call(this, standsThere)
    return child
  }
  Node.prototype.insertBefore = function <Added extends Node>(this: Node, added: Added, next: Node | null): Added {
    const place = next === null || next.parentNode === this ? next : placeIn(this, next)
    return insertBefore.call(this, added, place) && added
  }
  const observer = new MutationObserver((records) => {
    for (const { type, target, addedNodes, removedNodes, previousSibling, nextSibling } of records) {
      if (type === 'characterData') restore(target)
      for (const removed of removedNodes) {
        const standIn = [...addedNodes, previousSibling, nextSibling].find((node) => node?.nodeName === 'FONT')
        if (removed.nodeType !== Node.TEXT_NODE || !standIn) continue
        standIns.set(removed, standIn)
        observer.observe(removed, { characterData: true })
      }
    }
  })
  observer.observe(document.documentElement, { childList: true, subtree: true })
}

/** The child of `parent` that holds `child`, or what stands in for it; null where it is gone. */
function placeIn(parent: Node, child: Node): Node | null {
  let node: Node | null = child.isConnected ? child : (standIns.get(child) ?? null)
  while (node && node.parentNode !== parent) node = node.parentNode
  return node
}

function restore(text: Node): void {
  const standIn = standIns.get(text)
  if (text.isConnected || !standIn?.parentNode) return
  standIn.parentNode.replaceChild(text, standIn)
  standIns.delete(text)
}
