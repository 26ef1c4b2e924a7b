import { importInThisThread } from './features/imports/index.ts'

// Reads the files of imports beside the server, so that parsing never delays a call.
importInThisThread()
