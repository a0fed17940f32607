import { inject } from 'vitest';
import { BotError } from '../src/errors.ts';
import type { AccountSid } from '../src/ids.ts';
import { Secret } from '../src/secret.ts';
import type { House } from './bot.ts';
import { clicksForged } from './forging.ts';
import type { Faults } from './gateway/faulty.ts';
import { s3Recording } from './recordings.ts';

/** Secrets in the gateway's data. */
export const planted = {
  'registration hook password': 'canary-registration-hook-password',
  'queue hook password': 'canary-queue-hook-password',
  'bucket credential': 'canary-bucket-secret-access-key',
  'password in an address': 'canary-password-in-an-address',
};

/** An account with everything secret that an account can have. */
async function configured(house: House): Promise<AccountSid> {
  const { sid } = await house.account('Vault');
  const hook = (password: string) => ({
    url: `https://ann:${planted['password in an address']}@hooks.example.com/in`,
    method: 'POST' as const,
    username: 'ann',
    password: new Secret(password),
  });
  await house.gateway.stock.configure(sid, {
    registrationWebhook: hook(planted['registration hook password']),
    queueEventWebhook: hook(planted['queue hook password']),
    recording: s3Recording({}, { secretAccessKey: new Secret(planted['bucket credential']) }),
  });
  await house.gateway.stock.cachePrompts(sid, 12);
  return sid;
}

/** A long day: everything that people do, and everything that goes wrong for them. */
export async function aLongDay(house: House, faults: Faults): Promise<AccountSid[]> {
  const { ada, ben, eve, olu, sam, tia, voiceOps, approvals, workspace } = house;
  const vault = await configured(house);
  for (const person of [ada, olu, sam]) {
    await person.types('/vg account show vault', { in: voiceOps });
    await person.waitsFor('Webhook Secret: ••••');
  }
  await ada.types('/vg account list');
  await ada.clicks('Show');

  // An Admin's own account, and one that is asked for, edited and approved.
  await ada.types('/vg account create', { in: voiceOps });
  await ada.waitsForModal('Create account');
  await ada.fills({ 'Account name': 'Acme', 'SIP Realm': 'acme.example.com' });
  await ada.submits();
  await ada.waitsFor('Done: I created account Acme.');
  await ada.clicks('Post here');
  await tia.types('/vg account create', { in: voiceOps });
  await tia.waitsForModal('Create account');
  await tia.fills({ 'Account name': 'Globex', 'SIP Realm': 'acme.example.com', Reason: 'A site' });
  await tia.submits();
  await tia.fills({ 'SIP Realm': 'globex.example.com' });
  await tia.submits();
  await ben.waitsFor('Create account Globex', { in: approvals });
  await ben.clicks('Edit & approve', { in: 'Create account Globex' });
  await ben.waitsForModal('Edit');
  await ben.fills({ 'Account name': 'Globex Two' });
  await ben.submits();
  await tia.waitsFor('Done and verified', { in: tia.dm });
  await tia.types('/vg account show globex');

  // Caches, with a gateway that breaks and tells too much.
  await olu.types('/vg tts clear vault', { in: voiceOps });
  await olu.waitsForModal('Clear TTS cache');
  await olu.submits();
  await olu.waitsFor('12 → 0');
  const leaky = new BotError('unavailable', 'The Voice Gateway is away.', {
    cause: new Error('ECONNRESET'),
  });
  faults.fail('accountsMeant', leaky, 1);
  await ada.types('/vg account show vault', { in: voiceOps });
  faults.fail('clearTtsCache', leaky);
  await ada.types('/vg tts clear vault, acme', { in: voiceOps });
  await ada.waitsForModal('Clear TTS cache');
  await ada.submits();
  await ada.waitsFor('finished', { in: ada.dm });
  faults.heal();

  await olu.types('/vg webhooks vault', { in: voiceOps });
  await olu.waitsFor('Webhooks of Vault');
  await ada.types('/vg secret rotate vault', { in: voiceOps });
  await ada.waitsForModal('Rotate Webhook Secret');
  await ada.submits();
  await ada.waitsFor('Done: I rotated the Webhook Secret of Vault.');

  // People, refused and mapped; what they type and click that is nobody's business.
  await eve.types('/vg account show vault');
  await eve.clicks('Ask for access');
  const modal = await eve.waitsForModal();
  await eve.fills(Object.fromEntries(modal.fields.map((field) => [field, 'the vault'])));
  await eve.submits();
  await ada.types('/vg access grant @eve account Vault until 2030-01-31', { in: voiceOps });
  await eve.waitsFor('Vault');
  await ada.types('/vg can @eve tts clear vault');
  await ada.types('/vg access list');
  await ada.types('/vg audit');
  await ada.types('/vg audit verify');
  await ada.types('/vg status');
  await ada.types('/vg approvals');
  await tia.types('/vg approvals mine');
  await tia.types('/vg nonsense “with quotes');
  await clicksForged(house, eve, 'approvals.approve', 'chg_nothing:1');
  await clicksForged(house, eve, 'gone', 'x');
  await workspace.forge({
    by: eve,
    kind: 'view_submission',
    payload: { view: { callback_id: 'x' } },
  });
  if (inject('transport') === 'http') {
    await workspace.sendRaw({ body: 'payload=nonsense' });
    await workspace.sendRaw({ body: 'command=%2Fvg', signed: false });
  } else {
    await workspace.sockets.sendRaw({ type: 'interactive', payload: 'nonsense' });
  }

  // Slack itself breaks.
  workspace.faults.next('views.open', { error: 'internal_error' });
  await ada.uses('Create account');
  workspace.faults.next('response_url', { status: 500 });
  await ada.types('/vg tts clear vault', { in: voiceOps });
  await ada.waitsForModal('Clear TTS cache');
  workspace.faults.next('chat.postMessage', 'lose answer');
  await ada.submits();
  await house.settled();

  const created = await Promise.all(
    ['acme.example.com', 'globex.example.com'].map((realm) =>
      house.gateway.accountWithRealm(realm),
    ),
  );
  return [vault, ...created.flatMap((account) => account?.sid ?? [])];
}
