export type Parameter = string | number | boolean | Date | null

export type Row = Readonly<Record<string, unknown>>

/**
 * Runs one SQL statement that both databases understand, `?` standing for each parameter; answers its rows.
 * For what neither the ORM nor the webhook path's prepared statements are made for.
 */
export type Execute = (statement: string, parameters?: readonly Parameter[]) => Promise<readonly Row[]>
