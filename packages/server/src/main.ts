import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { DemoProgress } from '@teia/contracts'
import { bootstrap } from './bootstrap.ts'
import { type Config, loadConfig } from './config.ts'
import { demoSignIn, startDemoFilling } from './demo.ts'
import { openServer, type Server } from './open-server.ts'
import { AppError, errorCode, StartError } from './platform/errors.ts'
import { type Log, openLog } from './platform/log.ts'
import { openStores } from './storage/open-stores.ts'

const webFolder = fileURLToPath(new URL('../../web/dist', import.meta.url))
const builtTag = fileURLToPath(new URL('../../sdk-browser/dist/teia.js', import.meta.url))

async function main(): Promise<void> {
  const config = loadConfig()
  const log = openLog({ format: config.logFormat })
  const stores = await openStores(config, log)
  const stopping = new AbortController()
  let server: Server | undefined
  let filling: ReturnType<typeof startDemoFilling> | undefined
  const close = async () => {
    filling?.stop()
    await server?.close()
    await stores.close()
  }
  const stop = () => {
    if (stopping.signal.aborted) return
    stopping.abort()
    log.info('Stopping')
    close().then(
      () => process.exit(0),
      (err) => {
        log.error({ err }, 'Stopping failed')
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)

  try {
    const none: DemoProgress = {
      state: 'none',
      sent: 0,
      total: 0,
      ratePerSecond: 0,
      etaSeconds: null,
      message: null,
    }
    const demo = { signIn: config.demo ? demoSignIn : null, progress: () => filling?.progress() ?? none }
    server = await openServer({
      config,
      stores,
      log,
      webFolder,
      tagFile: existsSync(builtTag) ? builtTag : null,
      demo,
    })
    const begun = await bootstrap(config, server, stores)
    const port = await listen(server, config)
    if (begun.demoToFill) filling = startDemoFilling({ port, log, ...begun.demoToFill })
    announce(log, config, port, begun.demoToFill !== null)
  } catch (error) {
    await close().catch((err) => log.error({ err }, 'Closing failed'))
    throw error
  }
}

async function listen(server: Server, config: Config): Promise<number> {
  try {
    return await server.listen({ host: config.host, port: config.port })
  } catch (error) {
    if (errorCode(error) === 'EADDRINUSE')
      throw new StartError(
        `Port ${config.port} on ${config.host} is in use. Stop the other program, or choose another port with TEIA_PORT.`,
        { cause: error },
      )
    if (errorCode(error) === 'EACCES' || errorCode(error) === 'EADDRNOTAVAIL')
      throw new StartError(
        `Teia may not listen on ${config.host}:${config.port}. Set TEIA_HOST and TEIA_PORT.`,
        { cause: error },
      )
    throw error
  }
}

function announce(log: Log, config: Config, port: number, isFilling: boolean): void {
  const shown = config.publicUrl.replace(/:0$/, `:${port}`)
  log.info(`Teia is at ${shown}`)
  if (config.demo) log.info(`Demo sign-in: ${demoSignIn.email}  password: ${demoSignIn.password}`)
  if (isFilling) log.info('The demo workspace is being filled; the pages show it as it grows')
}

main().catch((error: unknown) => {
  // What the operator can mend is said in one message; everything else keeps its trace.
  const text =
    error instanceof StartError || (error instanceof AppError && error.code === 'migration_failed')
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error)
  process.stderr.write(`${text}\n`)
  process.exit(1)
})
