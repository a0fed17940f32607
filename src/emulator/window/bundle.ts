import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Asset } from '../model.ts';

const folder = join(import.meta.dirname, '../page');

/** Bundles the page in memory: a second or so. Throws where the page does not compile. */
export async function bundlePage(): Promise<ReadonlyMap<string, Asset>> {
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'main.tsx'), join(folder, 'page.css')],
    outdir: '/',
    entryNames: 'page',
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  });
  const html = readFileSync(join(folder, 'index.html'));
  return new Map<string, Asset>([
    ['/', { type: 'text/html; charset=utf-8', body: html }],
    ...outputFiles.map(({ path, contents }): [string, Asset] => [
      path,
      {
        type: path.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8',
        body: contents,
      },
    ]),
  ]);
}
