import { en } from '../en/index.ts'
export const ptBr = en
