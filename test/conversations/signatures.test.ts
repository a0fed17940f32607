import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type House, openHouse } from '../bot.ts';
import { worldOf } from '../world.ts';

// Of HTTP alone: over Socket Mode the bot calls Slack, and nobody can call it.

let house: House;
beforeAll(async () => {
  house = await openHouse({ transport: 'http' });
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
});

describe('a request that does not come from Slack', () => {
  const body = () =>
    new URLSearchParams({
      command: '/vg',
      text: 'help',
      user_id: house.ada.id,
      team_id: house.workspace.teamId,
      channel_id: house.voiceOps.id,
      trigger_id: '1.2.3',
      response_url: 'https://hooks.slack.com/commands/1',
    }).toString();
  const seconds = (ago: number) => String(Math.floor(Date.now() / 1000) - ago);

  test.each<[string, Record<string, string>, boolean]>([
    ['without a signature', {}, false],
    ['with a signature of another secret', { 'x-slack-signature': `v0=${'0'.repeat(64)}` }, true],
    ['with half a signature', { 'x-slack-signature': 'v0=' }, true],
    ['of six minutes ago', { 'x-slack-request-timestamp': seconds(360) }, true],
    ['signed for another time', { 'x-slack-request-timestamp': seconds(30) }, true],
    ['of no time', { 'x-slack-request-timestamp': 'now' }, true],
  ])('%s is not served', async (_how, headers, signed) => {
    const before = worldOf(house);
    const { status, body: said } = await house.workspace.sendRaw({ body: body(), headers, signed });
    expect(status).toBe(401);
    expect(said).not.toContain('/vg');
    expect(worldOf(house)).toEqual(before);
  });

  test('with all that belongs to it is served', async () => {
    const { status, body: said } = await house.workspace.sendRaw({ body: body() });
    expect(status).toBe(200);
    expect(said).toContain('/vg help');
  });
});
