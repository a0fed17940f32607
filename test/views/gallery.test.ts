import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { validateMessage } from '../../src/emulator/rules/message.ts';
import { validateView } from '../../src/emulator/rules/view.ts';
import { channels, gallery, people, type Specimen } from '../../src/gallery.ts';
import type { Message } from '../../src/slack/blocks.ts';
import { laidOut } from './laid-out.ts';

// The gallery is what all views are looked at in: each specimen is held to Slack's limits and to its snapshot.

const src = join(import.meta.dirname, '../../src');
const sections = gallery();
const specimens = sections.flatMap((section) => section.specimens);

describe.each(sections)('$feature: $title', ({ specimens: own }) => {
  test.for(own.map((specimen) => [specimen.name, specimen] as const))('%s', ([, specimen]) => {
    const { surface, view, errors } = specimen;
    if (surface === 'message') {
      expect(validateMessage(view)).toEqual([]);
      expectSaid(view as Message);
    } else {
      expect(validateView(view)).toEqual([]);
    }
    for (const { text } of markupIn(view)) expect(text).not.toMatch(/<!(?!date\^)/);
    expect(JSON.stringify(view)).not.toContain('canary');
    expect(laidOut({ ...withoutText(specimen), errors })).toMatchSnapshot();
  });
});

test('no two specimens of a feature have the same name', () => {
  const names = sections.flatMap(({ feature, specimens: own }) =>
    own.map(({ name }) => `${feature}: ${name}`),
  );
  expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
});

test('it is drawn the same at another time', () => {
  vi.useFakeTimers({ now: new Date('2031-01-01T00:00:00Z') });
  try {
    expect(gallery()).toEqual(sections);
  } finally {
    vi.useRealTimers();
  }
});

test('secrets are shown as masks', () => {
  const cards = specimens.filter(({ drawnBy }) => drawnBy === 'accountCard');
  for (const card of cards) expect(JSON.stringify(card.view)).toContain('••••7c1e');
  expect(JSON.stringify(cards)).toContain('https://••••@hooks.example');
  expect(cards.length).toBeGreaterThan(0);
});

test('everybody whom it mentions has a name, and so has every channel', () => {
  const drawn = JSON.stringify(specimens);
  const ids = (pattern: RegExp) => [...drawn.matchAll(pattern)].map(([, id = '']) => id);
  const mentioned = [...ids(/<@(\w+)>/g), ...ids(/"initial_user":"(\w+)"/g)];
  expect(mentioned.filter((id) => !(id in people))).toEqual([]);
  const linked = ids(/<#(\w+)>/g);
  expect(linked.filter((id) => !(id in channels))).toEqual([]);
  expect(new Set(mentioned).size).toBeGreaterThan(5);
  expect(new Set(linked).size).toBeGreaterThan(2);
});

test('errors stand under inputs that the view has', () => {
  const refused = specimens.filter(({ errors }) => errors);
  expect(refused.length).toBeGreaterThan(5);
  for (const { view, errors } of refused) {
    const inputs = view.blocks.filter(({ type }) => type === 'input');
    const ids = inputs.map((block) => ('block_id' in block ? block.block_id : undefined));
    expect(ids).toEqual(expect.arrayContaining(Object.keys(errors ?? {})));
  }
});

describe('nothing that the bot shows is missing', () => {
  const files = globSync('**/*.ts', { cwd: src }).filter((file) => !file.startsWith('emulator/'));
  const read = (file: string) => readFileSync(join(src, file), 'utf8');
  const drawn = sections.flatMap(({ feature, specimens: own }) =>
    own.map(({ drawnBy }) => `${feature} ${drawnBy}`),
  );
  const viewFiles = files.filter((file) => file.endsWith('.view.ts'));

  test.each(viewFiles)('%s', (file) => {
    const feature = basename(dirname(file));
    const missing = viewsIn(read(file)).filter((view) => !drawn.includes(`${feature} ${view}`));
    expect(missing).toEqual([]);
    // Where it is written another way it would not be found here.
    expect(read(file)).not.toMatch(/^export (?:default|const \w+ = (?:async |function|<|\())/m);
  });

  test('the views that are looked for are found', () => {
    const found = viewFiles.flatMap((file) => viewsIn(read(file)));
    expect(found).toEqual(expect.arrayContaining(['requestCard', 'clearModal', 'createModal']));
    expect(found).not.toContain('requestFacts');
    const source = [
      'export function one(a: {\n  b: string;\n}): Message | null {\n  return null;\n}\n',
      'export function two(a = f()) {\n  return home(a);\n}\n',
      'export function three(a: string): KnownBlock[] {\n  return message(a).blocks;\n}\n',
      'function four(): Message {\n  return message(a);\n}\n',
    ];
    expect(viewsIn(source.join('\n'))).toEqual(['one', 'two']);
  });

  test('messages, modals and Home tabs are drawn in views and nowhere else', () => {
    const drawing = files.filter((file) => {
      const imports = read(file).matchAll(/import \{([^}]*)\} from '[^']*\/blocks\.ts'/g);
      const names = [...imports].flatMap(([, list = '']) => list.split(',').map((n) => n.trim()));
      return names.some((name) => ['message', 'modal', 'home'].includes(name));
    });
    expect(drawing.filter((file) => !file.endsWith('.view.ts'))).toEqual([]);
    expect(drawing).not.toEqual([]);
  });
});

/** The exported functions of a source that give a whole view: by their return type, else by what they call. */
function viewsIn(source: string): string[] {
  return source.split(/^(?=export )/m).flatMap((text) => {
    const [own = ''] = text.split(/^\}$/m);
    const name = /^export (?:async )?function (\w+)/.exec(own)?.[1];
    if (name === undefined) return [];
    const type = /\): ([^\n]+) \{$/m.exec(own)?.[1];
    const isView = type
      ? /\b(Message|ModalView|DrawnModal|HomeView)\b/.test(type)
      : /\b(message|modal|home)\(/.test(own);
    return isView ? [name] : [];
  });
}

/** A message's top-level text is drawn from its blocks; that it says all of them is checked apart. */
function withoutText({ view }: Specimen): object {
  const { text: _text, ...rest } = { text: '', ...view };
  return rest;
}

/** Notifications and screen readers have but the text: it must say what the blocks say, line by line, as far as it goes. */
function expectSaid({ text, blocks }: Message): void {
  const said = read(text);
  const lines = blocks.flatMap((block) => {
    if (block.type === 'header') return [block.text];
    if (block.type === 'section') return [block.text, ...(block.fields ?? [])];
    return block.type === 'context' ? block.elements : [];
  });
  const shown = lines.flatMap((one) =>
    one && 'text' in one ? read(one.type === 'mrkdwn' ? one.text : escaped(one.text)) : [],
  );
  const cut = said.at(-1) === '…';
  expect(cut ? said.slice(0, -1) : said).toEqual(cut ? shown.slice(0, said.length - 1) : shown);
  // A line that is left out has at most the 3,000 characters of a section.
  if (cut) expect(text.length).toBeGreaterThan(900);
}

/** The lines of markup as they are read aloud: dates by their fallback, without the marks that keep names apart. */
function read(markup: string): string[] {
  const aloud = markup.replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1');
  return aloud.replaceAll(/[\u2060\u2068\u2069]/g, '').split('\n');
}

function escaped(plain: string): string {
  return plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Every text in which Slack reads markup. */
function markupIn(value: unknown): { text: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(markupIn);
  return 'type' in value && value.type === 'mrkdwn' && 'text' in value
    ? [{ text: String(value.text) }, ...inner]
    : inner;
}
