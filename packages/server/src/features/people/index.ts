export { peopleRoutes } from './people.routes.ts'
export { findPeople, type PeopleDeps } from './people.service.ts'
