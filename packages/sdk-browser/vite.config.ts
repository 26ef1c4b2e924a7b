import { defineConfig } from 'vite'

/** One file that a page loads by a script tag; the names of its parts stay inside. */
export default defineConfig({
  build: {
    target: 'es2020',
    lib: { entry: 'src/tag.ts', formats: ['iife'], name: 'teiaTag', fileName: () => 'teia.js' },
    sourcemap: false,
  },
})
