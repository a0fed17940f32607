import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Generous, so that a busy machine fails nothing; what is waited for is awaited, not timed.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
