import { expect, test } from 'vitest';
import { openHouse } from '../bot.ts';
import { types } from './terminal.ts';

test('applications are added, changed and removed from a terminal, each named by its option', async () => {
  await using house = await openHouse();
  const { sid } = await house.account('Acme');
  const names = async () =>
    (await house.gateway.applications(sid, { limit: 10 })).items.map(({ name }) => name);
  for (const name of ['Main IVR', 'Night bot']) {
    const added = await types(house, [
      'apps',
      'add',
      'Acme',
      '--application-name',
      name,
      '--calling-webhook',
      'https://bots.example.com/call',
      '--call-status-webhook',
      'https://bots.example.com/status',
      '--yes',
    ]);
    expect([added.code, added.err]).toEqual([0, expect.not.stringContaining('--')]);
  }
  const edit = ['apps', 'edit', 'Acme', '--application', 'night'];
  const renamed = await types(house, [...edit, '--application-name', 'Day bot', '--yes']);
  expect([renamed.code, renamed.err]).toEqual([0, expect.not.stringContaining('--')]);
  expect(renamed.out).toContain('Application name: Night bot → Day bot');
  const refused = await types(house, [
    'apps',
    'edit',
    'Acme',
    '--application',
    'day',
    '--calling-webhook',
    'nonsense',
    '--yes',
  ]);
  expect(refused.code).toBe(2);
  expect(refused.err).toContain('--calling-webhook');
  const removed = await types(house, [
    'apps',
    'remove',
    'Acme',
    '--application',
    'Day bot',
    '--yes',
  ]);
  expect([removed.code, removed.err]).toEqual([0, expect.not.stringContaining('--')]);
  expect(await names()).toEqual(['Main IVR']);
  const listed = await types(house, ['apps', 'acme']);
  expect(listed.out).toContain('Calling Webhook: POST https://bots.example.com/call');
});
