import { readFileSync } from 'node:fs';
import process from 'node:process';
import { z } from 'zod';
import { type Finding, fail, ok } from './finding.ts';
import type { Surroundings } from './surroundings.ts';

const packageFile = new URL('../../package.json', import.meta.url);

/** Whether this Node is one that the bot runs on: `engines` in package.json names the least version. */
export function nodeVersion(running = process.versions.node): Finding {
  const { engines } = z
    .object({ engines: z.object({ node: z.string().regex(/^>=\d+(\.\d+)*$/) }) })
    .parse(JSON.parse(readFileSync(packageFile, 'utf8')));
  const least = engines.node.slice(2);
  if (isAtLeast(running, least)) return ok('Node', `It is ${running}.`);
  return fail(
    'Node',
    `It is ${running}, and ${least} or newer is needed.`,
    'Install Node 24. On Linux (x64, arm64) npm ci brings it, and npm run uses it.',
  );
}

function isAtLeast(version: string, least: string): boolean {
  const mine = version.split('.').map(Number);
  const asked = least.split('.').map(Number);
  const differs = asked.findIndex((part, index) => part !== (mine[index] ?? 0));
  return differs < 0 || (mine[differs] ?? 0) > (asked[differs] ?? 0);
}

/** Whether the bot would start with what is set: every problem, all at once. */
export function configuration({ problems, demo, dataDir }: Surroundings): Finding[] {
  if (problems.length > 0) {
    return problems.map(({ what, fix }) => fail('Configuration', what, fix));
  }
  if (demo) return [ok('Configuration', `Nothing is set: this is the demo in ${dataDir}.`)];
  return [ok('Configuration', 'All that the bot needs is set.')];
}
