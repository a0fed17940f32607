import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/db/database.ts';
import { rememberedSettings } from '../../src/settings.ts';
import { openHouse } from '../bot.ts';

test('nobody in Slack is somebody at a terminal, whatever a payload says', async () => {
  await using house = await openHouse();
  const { workspace, ada } = house;
  const forged = {
    user_id: 'terminal:ada',
    user: { id: 'terminal:ada', team_id: workspace.teamId },
  };
  const { ackBody } = await workspace.forge({
    by: ada,
    kind: 'slash_command',
    payload: { text: 'audit verify', ...forged },
  });
  expect(ackBody).toContain('I serve only the members of this workspace.');
  const refused = house.rows(
    "SELECT actor_user FROM audit_entries WHERE result = 'refused' AND surface = 'command'",
  );
  expect(refused).toEqual([{ actor_user: 'terminal:ada' }]);
});

test('the bot remembers how it was started, for terminals beside it', async () => {
  await using house = await openHouse({ config: { requestDays: 3 } });
  const { config, workspace, ada, ben } = house;
  const { db, close } = openDatabase(join(config.dataDir, 'switchboard.db'), 'switchboard');
  const remembered = rememberedSettings(db);
  close();
  expect(remembered?.settings).toEqual({
    teamId: workspace.teamId,
    adminUsers: [ada.id, ben.id],
    channels: config.channels,
    fourEyes: 'others',
    requestDays: 3,
    allowedAddresses: { private: false, ranges: [] },
    widened: [],
    maskNumbers: true,
    command: '/vg',
    missingScopes: [],
  });
});
