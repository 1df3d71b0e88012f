/** A registration from its first webhook to its last: region and word of each. */
export const wholeWay = [
  ...['request', 'response', 'active', 'completed'].map((word) => ['connection', word] as const),
  ...['request', 'presentation', 'verified'].map((word) => ['proof', word] as const),
  ...['offer', 'request', 'issued'].map((word) => ['credential', word] as const),
]
