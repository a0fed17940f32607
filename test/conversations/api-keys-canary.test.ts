import { expect, test } from 'vitest';
import { isObj } from '../../src/emulator/json.ts';
import { type House, openHouse } from '../bot.ts';
import { exposition } from '../exposition.ts';
import type { Faults } from '../gateway/faulty.ts';
import { faulty } from '../gateway/faulty.ts';
import { asksForKey, copies, opens, storesKey, tiny } from '../keys.ts';
import { types, typesJson } from '../terminal/terminal.ts';

/** A text as it may stand in a file, a log or a payload. */
function forms(value: string): string[] {
  const bytes = Buffer.from(value);
  return [
    value,
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('hex'),
    encodeURIComponent(value),
  ];
}

function found(where: string, keys: Record<string, string>): string[] {
  return (
    Object.entries(keys)
      // Without its prefix and its last four, which may be shown.
      .filter(([, key]) => forms(key.slice(8, -4)).some((form) => where.includes(form)))
      .map(([name]) => name)
  );
}

/** Everything that was sent to Slack, but for the views that show a key. */
function sent({ workspace }: House): string {
  const without = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(without);
    if (!isObj(value)) return value;
    if (value.callback_id === 'keys.reveal') return 'the view that shows a key';
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, without(one)]));
  };
  const acks = workspace.deliveries.map(({ ackBody }) => without(parsed(ackBody)));
  return JSON.stringify([without(workspace.calls), acks]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

test('API keys are nowhere but in the views that show them and in what a terminal printed', async () => {
  const made: Faults[] = [];
  await using house = await openHouse({
    config: { metricsPort: 0 },
    parts: {
      gateway(real) {
        const gateway = faulty(real);
        made.push(gateway);
        return gateway;
      },
    },
  });
  const { tia, ada, sam, clock, workspace } = house;
  const sid = await tiny(house);
  const keys: Record<string, string> = {};

  keys['that is stored'] = await storesKey(tia);
  await opens(house, sid, keys['that is stored']);
  await opens(house, (await house.account('Other')).sid, keys['that is stored']);
  await asksForKey(tia, 'Tiny', { Label: 'Closed' });
  keys['whose form was closed'] = await copies(tia);
  await tia.closes();
  await tia.clicks('I have it');
  await asksForKey(sam, 'Tiny', { Label: 'Unclaimed' });
  keys['that nobody claimed'] = await copies(sam);
  clock.forward({ minutes: 16 });
  await sam.waitsFor('because nobody said in time', { in: sam.dm });
  // An error on top of the view that shows it.
  await sam.submits();
  await sam.waitsForModal('This key is revoked by now.');
  await sam.closes();
  await tia.types('/vg keys rotate');
  await tia.waitsForModal('Rotate API key');
  await tia.fills({ 'API key': await firstChoice(tia) });
  await tia.submits();
  keys['that replaced another'] = await copies(tia);
  await tia.submits();
  // Slack breaks where it is shown, and the gateway where it is made.
  workspace.faults.next('views.update', 'lose answer');
  await asksForKey(sam, 'Tiny', { Label: 'Shown, perhaps' });
  await sam.waitsFor('I could not show it to you', { in: sam.dm });
  const [faults] = made;
  const answers = faults?.calls.filter(({ method }) => method === 'createApiKey') ?? [];
  expect(answers.length).toBeGreaterThan(3);
  faults?.loseAnswer('createApiKey');
  await asksForKey(sam, 'Tiny', { Label: 'Lost' });
  await sam.waitsForModal('lost on its way');
  const { json } = await typesJson(house, [
    'keys',
    'add',
    'Tiny',
    '--label',
    'cron',
    '--days',
    '30',
  ]);
  keys['that a terminal printed'] = String((json.revealed as Record<string, string>)['API key']);
  for (const key of Object.values(keys)) expect(key).toMatch(/^vgk_[0-9A-Za-z]{36}$/);

  await ada.types('/vg keys list tiny');
  await ada.types('/vg audit tiny');
  await ada.types('/vg tiny');
  await house.settled();
  const exposed = await exposition(house);
  const exported = await types(house, ['audit', 'export']);
  expect(exported.out).toContain('keys add');
  await house.restart();
  await house.settled();

  expect(house.logs.length).toBeGreaterThan(3);
  expect(found(house.logs.join('\n'), keys)).toEqual([]);
  expect(found(house.dataBytes(), keys)).toEqual([]);
  expect(found(sent(house), keys)).toEqual([]);
  expect(found(exposed, keys)).toEqual([]);
  expect(found(exported.out, keys)).toEqual([]);
  const messages = [tia, sam, ada].flatMap((person) => person.messages().map(({ plain }) => plain));
  expect(found(messages.join('\n'), keys)).toEqual([]);
  // The search finds what it looks for.
  expect(found(JSON.stringify(workspace.calls), keys)).toContain('that is stored');
});

async function firstChoice(person: { modal: { options: Record<string, string[]> } | undefined }) {
  return person.modal?.options['API key']?.[0] ?? '';
}
