import type { Player } from './players.ts';

/**
 * The product's first five minutes, whoever plays them: an account is asked for, approved, seen, its TTS cache
 * cleared; somebody without a grant is refused and asks for access.
 */
export async function firstFiveMinutes(play: Player): Promise<void> {
  await play.becomes('tia', 'voiceOps');
  await play.types('/vg account create');
  await play.meets('Create account');
  await play.fills('Account name', 'Fabrikam Helpdesk');
  await play.fills('SIP Realm', 'not a realm');
  await play.fills('Reason', 'A new customer');
  await play.submits('Ask');
  await play.reads('A SIP realm is a host name');
  await play.fills('SIP Realm', 'fabrikam.example.com');
  await play.submits('Ask');
  await play.reads('You asked for the account Fabrikam Helpdesk.');

  await play.becomes('ada', 'approvals');
  await play.reads('Create account Fabrikam Helpdesk');
  await play.clicks('Approve');
  await play.reads('Account SID:');

  await play.becomes('tia', 'dm');
  await play.reads('Done and verified');
  await play.becomes('tia', 'voiceOps');
  await play.types('/vg fabrikam');
  await play.reads('SIP Realm: fabrikam.example.com');
  await play.reads('Webhook Secret: ••••');

  await play.becomes('olu', 'voiceOps');
  await play.types('/vg tts clear "Acme Telecom"');
  await play.meets('Clear TTS cache');
  await play.reads('cached prompts');
  await play.submits('Clear');
  await play.reads('Done: I cleared the TTS cache of Acme Telecom.');

  await play.becomes('eve', 'voiceOps');
  await play.types('/vg tts clear "Acme Telecom"');
  await play.reads('You have no access yet.');
  await play.clicks('Ask for access');
  await play.meets('Ask for access');
  await play.fills('What you need', 'Clear the TTS cache of Acme Telecom');
  await play.fills('Reason', 'I am on call next week');
  await play.submits('Ask');
  await play.becomes('eve', 'dm');
  await play.reads('Withdraw');

  await play.becomes('ada', 'approvals');
  await play.reads('I am on call next week');
}
