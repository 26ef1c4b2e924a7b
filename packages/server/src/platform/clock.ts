/** Says what time it is. Passed in, so that tests can hold the time still. */
export type Clock = () => Date

/** The machine's own clock. */
export const systemClock: Clock = () => new Date()
