export { mapsRoutes } from './maps.routes.ts'
export { createMap, findMaps, getMap, listMaps, type MapFollower, type MapsDeps } from './maps.service.ts'
export { portableMapComments, portableMapImages, portableMaps } from './portable-maps.service.ts'
export { mapTemplates } from './templates/index.ts'
