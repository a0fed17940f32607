import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Conversations mostly wait: more of them than there are cores.
    maxWorkers: 4,
    isolate: false,
    // Generous, so that a busy machine fails nothing; what is waited for is awaited, not timed.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
