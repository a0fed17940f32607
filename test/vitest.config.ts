import { statfsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/** Where databases of tests are: in memory where there is room for them, so that nobody waits for a disk. */
const MEMORY = '/dev/shm';

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > 2 * 1024 ** 3;
  } catch {
    return false;
  }
}

export default defineConfig({
  test: {
    // Conversations mostly wait: more of them than there are cores.
    maxWorkers: 5,
    env: hasRoom(MEMORY) ? { TMPDIR: MEMORY } : {},
    isolate: false,
    // Generous, so that a busy machine fails nothing; what is waited for is awaited, not timed.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: { name: 'all', include: ['test/**/*.test.ts'], provide: { transport: 'http' } },
      },
      {
        extends: true,
        // The same conversations over Socket Mode.
        test: {
          name: 'socket',
          include: ['test/conversations/*.test.ts'],
          // What is about one of the two runs once.
          exclude: ['test/conversations/{http,signatures,socket-mode*}.test.ts'],
          provide: { transport: 'socket' },
        },
      },
    ],
  },
});
