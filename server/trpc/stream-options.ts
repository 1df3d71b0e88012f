const pingIntervalMs = 15_000

/** How every stream shows that it lives: the server pings, and a client that hears nothing for twice as long comes back. */
export const streamOptions = {
  ping: { enabled: true, intervalMs: pingIntervalMs },
  client: { reconnectAfterInactivityMs: 2 * pingIntervalMs },
}
