const times =
  /^(at|createdAt|updatedAt|expiresAt|processedAt|nextAttemptAt|dueAt|proofRequestedAt|credentialOfferedAt)$/

/** Rows as they are bound: JSON, with times in it. */
export function parse(text: unknown) {
  return JSON.parse(String(text), (name, value) =>
    typeof value === 'string' && times.test(name) ? new Date(value) : value,
  )
}

export function toStrings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}

export function toNumbers(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.map(Number) : []
}
