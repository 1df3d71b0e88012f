const times = [
  ...(['at', 'createdAt', 'updatedAt', 'expiresAt', 'processedAt', 'nextAttemptAt', 'dueAt'] as const),
  ...(['proofRequestedAt', 'credentialOfferedAt'] as const),
]

/** Rows as they are bound: JSON, with times in it. */
export function parse(text: unknown) {
  const rows = JSON.parse(String(text))
  for (const row of rows) for (const name of times) if (typeof row[name] === 'string') row[name] = new Date(row[name])
  return rows
}

export function toStrings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}

export function toNumbers(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.map(Number) : []
}
