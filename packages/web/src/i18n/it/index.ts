import { en } from '../en/index.ts'
export const it = en
