/** The tables of PostgreSQL as Kysely sees them; each feature's migration has its part here. */
// biome-ignore lint/suspicious/noEmptyInterface: the tables come with the features that own them
export interface Database {}
