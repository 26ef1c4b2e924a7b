import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { sampleApi } from './dev/sample-api.ts'

const server = process.env.TEIA_WEB_PROXY ?? 'http://localhost:4100'
const sample = process.env.TEIA_WEB_SAMPLE === 'on'

/** `TEIA_WEB_SAMPLE=on` answers the API from fixed sample data; otherwise calls go to a running server. */
export default defineConfig({
  plugins: [react(), ...(sample ? [sampleApi()] : [])],
  server: {
    host: '127.0.0.1',
    port: 4173,
    proxy: sample
      ? {}
      : Object.fromEntries(
          ['/api', '/v1', '/openapi.json', '/docs'].map((path) => [
            path,
            { target: server, changeOrigin: true, headers: { origin: server } },
          ]),
        ),
  },
  build: { target: 'es2022', assetsInlineLimit: 0, sourcemap: false, reportCompressedSize: true },
})
