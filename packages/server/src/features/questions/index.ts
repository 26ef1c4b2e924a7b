export type { QuestionsDeps } from './open-question.ts'
export { questionsRoutes } from './questions.routes.ts'
