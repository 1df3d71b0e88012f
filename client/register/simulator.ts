/** Whether the server that sent this page stands in for the platform itself, and offers a simulated wallet. */
export function isSimulator(): boolean {
  return document.querySelector('meta[name="confirmd-mode"]')?.getAttribute('content') === 'simulator'
}
