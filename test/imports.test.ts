import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

// What the linter cannot see, since it looks at one file at a time: what a file brings along.

const root = join(import.meta.dirname, '..');

/** The files of ours that a source imports, for its types alone or not. */
function importsOf(file: string): string[] {
  const source = readFileSync(join(root, file), 'utf8');
  const named = source.matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g);
  return [...named].map(([, path = '']) => relative(root, join(root, dirname(file), path)));
}

/** All that is loaded with a file, itself among it. */
function loadedBy(file: string, loaded = new Set<string>()): Set<string> {
  if (loaded.has(file)) return loaded;
  loaded.add(file);
  for (const one of importsOf(file)) loadedBy(one, loaded);
  return loaded;
}

const isGallery = (file: string) => /\.gallery\.ts$|^src\/gallery(\.ts|\/)/.test(file);
const sources = globSync('src/**/*.ts', { cwd: root });

test('npm start loads no gallery and no emulator', () => {
  const loaded = [...loadedBy('src/main.ts')];
  expect(loaded).toEqual(expect.arrayContaining(['src/bot.ts', 'src/slack/error.view.ts']));
  expect(loaded.filter((file) => isGallery(file) || file.includes('/emulator/'))).toEqual([]);
});

test('src/gallery.ts lists every gallery, and nothing but the demo imports it', () => {
  const listed = importsOf('src/gallery.ts').filter((file) => file.endsWith('.gallery.ts'));
  const written = sources.filter((file) => file.endsWith('.gallery.ts'));
  expect(listed.toSorted()).toEqual(written.toSorted());
  const others = sources.filter((file) => !isGallery(file) && importsOf(file).some(isGallery));
  expect(others.filter((file) => !/^src\/demo\b/.test(file))).toEqual([]);
  for (const file of others) expect(importsOf(file).filter(isGallery)).toEqual(['src/gallery.ts']);
});

test('the libraries of storage vendors are loaded when one of their buckets is opened', () => {
  const vendors =
    /^import (?!type\b)[^;]*from '(@aws-sdk|@smithy|@google-cloud|google-auth|@azure)/m;
  const using = sources.filter((file) => vendors.test(readFileSync(join(root, file), 'utf8')));
  expect(using).toContain('src/buckets/s3.ts');
  expect(using.filter((file) => !file.startsWith('src/buckets/'))).toEqual([]);
  for (const file of sources) {
    const source = readFileSync(join(root, file), 'utf8');
    const loaded = [...source.matchAll(/^(?:import|export) (?!type\b)[^;]*from '(\.[^']+)'/gm)];
    const brought = loaded.map(([, path = '']) => relative(root, join(root, dirname(file), path)));
    if (!using.includes(file)) expect(brought.filter((one) => using.includes(one))).toEqual([]);
  }
});
