import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const slow = process.env.HASHIKAKE_SLOW === '1'
const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

// Both projects run what users get: the packages' compiled files, found by name.
const shared = {
  exclude: ['**/node_modules/**', '**/dist/**', ...(slow ? [] : ['**/*.slow.test.ts'])],
  // Hard limits: a test that hangs fails by name.
  testTimeout: slow ? 600_000 : 30_000,
  hookTimeout: 30_000,
  teardownTimeout: 10_000,
}

// The packages whose results depend on signatures: their tests run once on each engine.
const onBothEngines = ['crypto', 'sd-jwt', 'mdoc', 'status', 'trust', 'issuer', 'holder', 'verifier', 'conformance']

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'node',
          include: ['packages/*/test/**/*.test.ts', 'examples/test/**/*.test.ts'],
          env: { HASHIKAKE_ENGINE: 'node' },
        },
      },
      {
        // An alias, because `resolve.conditions` leaves a package's own `imports` alone; and only inlined modules see aliases.
        resolve: { alias: [{ find: /^#engine$/, replacement: path('packages/crypto/dist/engine-web.js') }] },
        test: {
          ...shared,
          name: 'web-engine',
          include: onBothEngines.map((name) => `packages/${name}/test/**/*.test.ts`),
          env: { HASHIKAKE_ENGINE: 'web' },
          server: { deps: { inline: [/\/packages\/[^/]+\/dist\//, /@hashikake\//] } },
        },
      },
    ],
  },
})
