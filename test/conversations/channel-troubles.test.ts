import { expect, test } from 'vitest';
import { type House, openHouse } from '../bot.ts';

type Closed = 'the bot is not in them' | 'they are archived' | 'they are not there';

/** A house whose channels the bot cannot post in, and what opens them again. */
async function closedHouse(closed: Closed) {
  const gone = { approvals: 'C0GONE1', ops: 'C0GONE2', audit: 'C0GONE3' };
  const house = await openHouse({ allowViolations: true });
  const rooms = [house.approvals, house.ops, house.audit];
  if (closed === 'they are not there') {
    Object.assign(house.config.channels, gone);
    await house.restart();
  }
  for (const room of rooms) {
    if (closed === 'the bot is not in them') room.members.delete(house.workspace.botUserId);
    if (closed === 'they are archived') room.archived = true;
  }
  return {
    house,
    /** Invites the bot, opens the archive, or configures others: with them the bot starts anew. */
    async open() {
      for (const room of rooms) {
        room.members.add(house.workspace.botUserId);
        room.archived = false;
      }
      if (closed !== 'they are not there') return;
      const [approvals, ops, audit] = rooms.map(({ id }) => id);
      Object.assign(house.config.channels, { approvals, ops, audit });
      await house.restart();
    },
  };
}

async function creates(house: House, by: House['ada'], name: string): Promise<void> {
  await by.types(`/vg account create ${name}`, { in: house.voiceOps });
  await by.waitsForModal('Create account');
  await by.fills({ 'SIP Realm': `${name.toLowerCase()}.example.com`, Reason: 'New' });
  await by.submits();
  await by.waitsForNoModal();
  await house.settled();
}

test.each<[Closed, string]>([
  ['the bot is not in them', 'Invite the bot there: /invite with its name.'],
  ['they are archived', 'Unarchive it, or configure another.'],
  ['they are not there', 'If the channel is gone, configure another.'],
])(
  'where %s, the Admins are told instead, with what to do; afterwards the channels have what comes',
  async (closed, remedy) => {
    const { house, open } = await closedHouse(closed);
    await using _ = house;
    const { ada, ben, sam, eve, approvals, audit, voiceOps } = house;
    await creates(house, sam, 'Wayne');
    await creates(house, ada, 'Umbrella');
    await creates(house, ada, 'Stark');

    // A decision that waits, and what an Admin did alone, reach every Admin; of the lines that only inform, one.
    for (const admin of [ada, ben]) {
      const told = admin.messages(admin.dm).map(({ plain }) => plain);
      const wayne = told.filter((one) => one.startsWith('Create account Wayne'));
      expect(wayne).toHaveLength(1);
      expect(wayne[0]).toContain(remedy);
      expect(told.filter((one) => /^@ada created account (Umbrella|Stark)/.test(one))).toHaveLength(
        2,
      );
      expect(told.filter((one) => one.startsWith('@ada: create account'))).toHaveLength(1);
    }
    await ada.types('/vg status', { in: voiceOps });
    const before = await ada.waitsFor('Messages that Slack refused');
    expect(before.plain).toContain(remedy);
    expect(
      sam
        .messages(sam.dm)
        .map(({ plain }) => plain)
        .join(),
    ).not.toContain('I could not post');
    await ada.types('/vg approvals', { in: voiceOps });
    await ada.waitsFor('Waiting for your decision');

    await open();
    await ada.types(`/vg access grant @${eve.name} on_call`, { in: voiceOps });
    await ada.waitsFor('@ada: grant eve on-call scope', { in: audit });
    await creates(house, sam, 'Initech');
    await ada.waitsFor('Create account Initech', { in: approvals });
    if (closed !== 'they are not there') {
      await ada.types('/vg status', { in: voiceOps });
      await ada.waitsFor('Messages have arrived there since.', { in: voiceOps });
    }
    // What waited is decided where it was told.
    await ben.clicks('Approve', { in: 'Create account Wayne' });
    await sam.waitsFor('Done and verified: created account Wayne', { in: sam.dm });
  },
);
