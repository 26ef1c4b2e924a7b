export { entryChannel } from './entry-channel.ts'
export { type Place, placeEvent } from './place-event.ts'
export { starterCatalogue } from './starter-catalogue.ts'
