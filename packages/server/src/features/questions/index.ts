export { questionsRoutes } from './questions.routes.ts'
export type { QuestionsDeps } from './questions.service.ts'
