export * from './intervals.ts'
