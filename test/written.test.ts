import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { variables } from '../src/config-variables.ts';
import { manifest } from '../src/demo/manifest.ts';
import { actions, permission } from '../src/features/access/permissions.ts';
import { gallery } from '../src/gallery.ts';
import type { Registered } from '../src/slack/listeners.ts';
import { scopes } from '../src/slack/scopes.ts';
import { openMetrics } from '../src/watching/metrics.ts';
import { tracingVariables } from '../src/watching/tracing-config.ts';
import { openHouse } from './bot.ts';
import { views } from './browser/pictures.ts';
import { typesJson } from './terminal/terminal.ts';

// What is written down about the bot (manifest.yml, README.md) equals what its code registers, reads and calls.

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const { features, oauth_config, settings } = manifest;

let registered: Registered;
/** Commands that a terminal has besides. */
let terminalOnly: { usage: string }[];
/** Methods of the Web API that were called in a short conversation. */
let called: string[];

beforeAll(async () => {
  await using house = await openHouse();
  if (!house.bot.registered) throw new Error('the bot is not ready');
  registered = house.bot.registered;
  const { ada, voiceOps, workspace } = house;
  await ada.types('/vg account create', { in: voiceOps });
  await ada.waitsForModal('Create account');
  await ada.fills({ 'Account name': 'Acme', 'SIP Realm': 'acme.example.com' });
  await ada.submits();
  await ada.waitsFor('Done: I created account Acme.');
  await ada.types('/vg tts clear acme');
  await ada.waitsForModal('0 cached prompts');
  const { json } = await typesJson(house, ['help']);
  const { commands } = json.data as { commands: { usage: string }[] };
  const listed = [...registered.commands, '<account>'];
  terminalOnly = commands.filter(({ usage }) => !listed.includes(usage));
  called = workspace.calls.map(({ method }) => method).filter((one) => one !== 'response_url');
});

/** Scopes that a method of the Web API needs, as its page on docs.slack.dev says. */
const scopesOfMethods: Record<string, string[]> = {
  // With the app-level token, whose own scope is connections:write.
  'apps.connections.open': [],
  'auth.test': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  // Of private channels; public ones take channels:read, which an operator may add.
  'conversations.info': ['groups:read'],
  'conversations.members': ['groups:read'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.push': [],
  'views.update': [],
};

/** Scopes that a subscription needs (docs.slack.dev: events), and the event that Bolt hears for it. */
const subscriptions: Record<string, { event: string; scopes: string[] }> = {
  app_home_opened: { event: 'app_home_opened', scopes: [] },
  'message.im': { event: 'message', scopes: ['im:history'] },
  user_change: { event: 'user_change', scopes: ['users:read'] },
};

/** Calls whose method is chosen when they are made. */
const chosenLater: Record<string, string[]> = { 'views[how]': ['views.open', 'views.push'] };

/** The methods that the code calls: `clients.patient.chat.update(…)`, `client.users.info(…)`. */
function methodsInCode(): string[] {
  // What is called so in the emulator and of buckets is no client of Slack.
  const files = globSync('src/**/*.ts', { cwd: root }).filter(
    (file) => !/emulator|buckets/.test(file),
  );
  const calls = files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8').replaceAll(/\s+(?=\.)/g, '');
    return [...text.matchAll(/\b(?:patient|triggered|client)\.(\w+(?:(?:\.\w+)+|\[\w+\]))\(/g)];
  });
  const methods = calls.flatMap(([, method = '']) => chosenLater[method] ?? method);
  return [...new Set(methods)].toSorted();
}

/** The first column of the table in this chapter of the README: its words in code. */
function firstColumn(chapter: string): string[] {
  const [, text = ''] = readme.split(`\n## ${chapter}\n`);
  const [own = ''] = text.split('\n## ');
  const rows = own.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).flatMap((row) => {
    // A pipe within a cell is written `\|`.
    const [, cell = ''] = row.split(/(?<!\\)\|/);
    return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code.replaceAll('\\|', '|'));
  });
}

describe('manifest.yml', () => {
  test('has the command of the default configuration, escaped', () => {
    const command = variables.find(({ name }) => name === 'COMMAND');
    expect(features.slash_commands.map((one) => `\`${one.command}\``)).toEqual([
      command && 'default' in command && command.default,
    ]);
    expect(features.slash_commands.map(({ should_escape }) => should_escape)).toEqual([true]);
  });

  test('has the shortcuts that the code listens to, each once', () => {
    const ids = features.shortcuts.map(({ callback_id }) => callback_id);
    expect(ids.toSorted()).toEqual(registered.shortcuts.toSorted());
    expect(
      features.shortcuts.map(({ name, type, callback_id }) => [name, type, callback_id]),
    ).toEqual([
      ['Create account', 'global', 'account.create'],
      ['Clear TTS cache', 'global', 'tts.clear'],
      ['Clear TTS cache', 'message', 'tts.clear.message'],
    ]);
  });

  test('subscribes to the events that the code listens to', () => {
    const { bot_events } = settings.event_subscriptions;
    const heard = bot_events.map(
      (name) => subscriptions[name]?.event ?? `${name} (not known here)`,
    );
    expect(heard.toSorted()).toEqual(registered.events.toSorted());
  });

  test('shows the tabs that the bot answers in', () => {
    expect(features.app_home.messages_tab_enabled).toBe(true);
    expect(features.app_home.messages_tab_read_only_enabled).toBe(false);
    expect(features.app_home.home_tab_enabled).toBe(registered.events.includes('app_home_opened'));
    expect(settings.interactivity.is_enabled).toBe(true);
    expect(settings.socket_mode_enabled).toBe(true);
  });

  test('asks for the scopes that are needed, and for no other', () => {
    const methods = methodsInCode();
    expect(methods.filter((method) => !(method in scopesOfMethods))).toEqual([]);
    const needed = [
      ...methods.flatMap((method) => scopesOfMethods[method] ?? []),
      ...settings.event_subscriptions.bot_events.flatMap(
        (name) => subscriptions[name]?.scopes ?? [],
      ),
      // Slash commands and shortcuts.
      'commands',
    ];
    expect(oauth_config.scopes.bot.toSorted()).toEqual([...new Set(needed)].toSorted());
    expect(scopes.map(({ name }) => name)).toEqual(oauth_config.scopes.bot.toSorted());
  });

  test('was drawn from all the methods that are called', () => {
    expect(called).not.toEqual([]);
    expect([...new Set(called)].filter((method) => !methodsInCode().includes(method))).toEqual([]);
  });

  test('keeps to the limits of Slack’s manifest schema', () => {
    const { display_information: shown } = manifest;
    expect(shown.name.length).toBeLessThanOrEqual(35);
    expect(shown.description.length).toBeLessThanOrEqual(140);
    expect(shown.background_color).toMatch(/^#[0-9a-f]{6}$/);
    expect(features.bot_user.display_name.length).toBeLessThanOrEqual(80);
    for (const { command, description, usage_hint } of features.slash_commands) {
      expect(command.length).toBeLessThanOrEqual(32);
      expect(description.length).toBeLessThanOrEqual(2000);
      expect(usage_hint.length).toBeLessThanOrEqual(1000);
    }
    expect(features.shortcuts.length).toBeLessThanOrEqual(10);
    for (const { name, callback_id, description } of features.shortcuts) {
      expect(name.length).toBeLessThanOrEqual(24);
      expect(callback_id.length).toBeLessThanOrEqual(255);
      expect(description.length).toBeLessThanOrEqual(150);
    }
  });
});

describe('README.md', () => {
  test('lists the commands that there are, as they are typed', () => {
    const [command = ''] = features.slash_commands.map((one) => one.command);
    // The menu, and an account's card by its name alone, are no commands of their own.
    const [menu, card, ...rest] = firstColumn('Commands');
    expect([menu, card]).toEqual([command, `${command} <account>`]);
    const listed = rest.map((words) => words.replace(`${command} `, ''));
    expect(listed.toSorted()).toEqual(registered.commands.toSorted());
  });

  test('lists what only a terminal has, as it is typed', () => {
    expect(firstColumn('The terminal')).toEqual(
      terminalOnly.map(({ usage }) => usage).toSorted((one, other) => (one < other ? -1 : 1)),
    );
  });

  test('lists the commands of a checkout, each of which there is', () => {
    const [, table = ''] = readme.split('| In a checkout | What it does |\n|---|---|\n');
    const rows = table.split('\n\n')[0]?.split('\n') ?? [];
    const named = rows.map((row) => /^\| `npm (?:run )?([\w:]+)/.exec(row)?.[1] ?? row);
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(named.toSorted()).toEqual(Object.keys(scripts).toSorted());
  });

  test('shows the pictures that `npm run pictures` takes, each with its words', () => {
    const shown = [...readme.matchAll(/!\[([^\]]+)\]\(docs\/pictures\/([\w-]+)\.png\)/g)];
    const files = shown.map(([, , file = '']) => file);
    expect(files.toSorted()).toEqual(['demo', ...Object.keys(views)].toSorted());
    for (const [, words = '', file] of shown) {
      expect(words.length).toBeGreaterThan(20);
      expect(existsSync(join(root, `docs/pictures/${file}.png`))).toBe(true);
    }
    const specimens = gallery().flatMap(({ feature, specimens: all }) =>
      all.map(({ name }) => `${feature}: ${name}`),
    );
    for (const [feature, name] of Object.values(views)) {
      expect(specimens).toContain(`${feature}: ${name}`);
    }
  });

  test('begins with one sentence, one picture and the demo’s command', () => {
    const [, sentence, picture, command] = readme.split('\n\n');
    expect(sentence?.match(/\.(\s|$)/g)).toHaveLength(1);
    expect(picture).toMatch(/^!\[.*\]\(docs\/pictures\/demo\.png\)$/);
    expect(command).toBe('```\nnpm ci && npm run demo\n```');
  });

  test('lists the variables that are read', () => {
    expect(firstColumn('Configuration')).toEqual(variables.map(({ name }) => name));
  });

  test('names the variables of traces that are read', () => {
    const [, chapter = ''] = readme.split('\n## Watching it\n');
    const [own = ''] = chapter.split('\n## ');
    const named = [...own.matchAll(/`(OTEL_[A-Z_]*[A-Z])(?=[`=])/g)].map(([, name = '']) => name);
    // Of each there is a form for traces alone, named as one.
    const general = tracingVariables.filter((name) => !name.includes('_OTLP_TRACES_'));
    expect([...new Set(named)].toSorted()).toEqual(general.toSorted());
    for (const name of tracingVariables) {
      const form = name.replace('_OTLP_TRACES_', '_OTLP_');
      expect(general).toContain(form);
    }
  });

  test('says of metrics what they say of themselves', async () => {
    const told = await openMetrics().registry.metrics();
    const helps = new Map(
      [...told.matchAll(/^# HELP (\w+) (.*)$/gm)].map(([, name = '', help = '']) => [name, help]),
    );
    const [, chapter = ''] = readme.split('\n## Watching it\n');
    const [own = ''] = chapter.split('\n## ');
    const rows = [...own.matchAll(/^\| `(switchboard_\w+)` \| (.*) \|$/gm)];
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.map(([, name, says]) => [name, says])).toEqual(
      rows.map(([, name = '']) => [name, helps.get(name)]),
    );
    const alerts = [...own.matchAll(/(switchboard_\w+?)(?:_bucket)?\b/g)];
    expect(alerts.filter(([, name = '']) => !helps.has(name))).toEqual([]);
  });

  test('gives a reason for every scope that the manifest asks for', () => {
    expect(firstColumn('Install').toSorted()).toEqual(oauth_config.scopes.bot.toSorted());
  });

  test('its table of actions is the permission table', () => {
    const scopes = ['admin', 'service_provider', 'account', 'on_call'] as const;
    const rows = actions.map((action) => {
      const { everyone, scopes: may } = permission(action);
      const cells = scopes.map((scope) => {
        if (everyone) return 'everyone';
        const extent = may[scope];
        if (typeof extent === 'object') return `with \`${extent.only}\``;
        return extent === 'its provider' ? '✓ (whole provider)' : extent ? '✓' : '';
      });
      return `| \`${action}\` | ${cells.join(' | ')} |`;
    });
    const [, table = ''] = readme.split(
      '| Action | Admin | Service Provider | Account | on-call |\n',
    );
    const [, ...written] = table.split('\n\n')[0]?.split('\n') ?? [];
    expect(written).toEqual(rows);
  });
});
