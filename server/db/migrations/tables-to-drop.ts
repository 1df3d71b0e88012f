/** Of the version before, whose processes may still run while this one's start; the next migration drops it. */
export const tablesToDrop = ['Allowance']
