/**
 * Sessions that could stall for good, where their status alone does not say so; the words of a partial index,
 * which serves only a query that says the same. A `case`, or SQLite would rather look at each completed session there is.
 */
export const stalledCondition =
  `"connectionId" is not null and case "status" when 'invitation' then true when 'completed' then ` +
  `"proof" in ('request', 'presentation') or "proof" = 'idle' and "proofId" is not null or ` +
  `"credential" in ('offer', 'request') or "credential" = 'idle' and "credentialId" is not null else false end`
