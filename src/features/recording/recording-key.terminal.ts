import type { Changes } from '../../changes/changes.ts';
import type { Journal } from '../../changes/journal.ts';
import type { KeptSecrets } from '../../changes/kept-secrets.ts';
import type { Clock } from '../../clock.ts';
import type { Keyring } from '../../db/keyring.ts';
import { BotError } from '../../errors.ts';
import { newId } from '../../ids.ts';
import { inTime } from '../../in-time.ts';
import type { Secret } from '../../secret.ts';
import type { TerminalCommands, TerminalInteraction } from '../../terminal/terminal-commands.ts';
import type { AccountSummary, AccountsGateway } from '../accounts/account.ts';
import { accountsIn } from '../accounts/which-account.ts';
import { quoted, whichAccount } from '../accounts/which-account.view.ts';
import { openSettingsAsking } from '../settings/settings-asking.ts';
import type { Bucket } from './recording.ts';
import { noRecording, presentAccount } from './recording-account.ts';
import { checkLength, readCredential } from './recording-rules.ts';
import { credentialLabels, openedBy, openPartOf } from './recording-trace.ts';

interface Needs {
  terminal: TerminalCommands;
  changes: Changes;
  journal: Journal;
  keyring: Keyring;
  keptSecrets: KeptSecrets;
  gateway: AccountsGateway;
  clock: Clock;
}

/** After this long, in milliseconds, the gateway counts as not answering. */
const GIVEN_UP = 10_000;

/** `recording key`: sets what opens the stored bucket, so that it never passes through Slack. */
export function registerRecordingKey(needs: Needs): void {
  const { terminal, changes, gateway } = needs;
  const asking = openSettingsAsking(needs);

  terminal.command(
    {
      words: 'recording key',
      right: 'recording edit',
      usage: 'recording key [account]',
      summary: 'set the secret of the stored bucket: as it is piped in, or typed unseen',
      changes: true,
    },
    async (it) => {
      const meant = await accountFor(it);
      if (!meant) return;
      const account = await inTime(GIVEN_UP, presentAccount(meant.sid, gateway));
      const { recording } = account;
      if (!recording) throw noRecording(account.name);
      const typed = await it.secret(
        `${credentialLabels[recording.bucket.vendor]} of ${recording.bucket.name}`,
      );
      const bucket = openedAnew(recording.bucket, typed);
      await changes.ask(it.actor.person, {
        kind: 'recording edit',
        input: await asking.input(account, 'recording edit', {
          recording: { ...recording, bucket },
        }),
        origin: it.origin,
        once: newId('frm'),
      });
    },
  );

  /** The account that is meant; `null` where that has to be asked back. */
  async function accountFor({
    actor,
    line,
    answer,
  }: TerminalInteraction): Promise<AccountSummary | null> {
    const meant = await inTime(GIVEN_UP, accountsIn(line, actor, 'recording edit', gateway));
    const [only, ...others] = 'found' in meant ? meant.found : [];
    if (only && others.length === 0) return only;
    const question =
      'ambiguous' in meant ? `Which ${quoted(meant.typed)} do you mean?` : 'Which account is it?';
    const matches = 'ambiguous' in meant ? meant.ambiguous : 'found' in meant ? meant.found : null;
    await answer(...whichAccount({ question, actionId: 'recording.show', matches }));
    return null;
  }
}

/** The bucket, opened by what was typed. Throws `invalid` where that opens none. */
function openedAnew(bucket: Bucket, typed: Secret): Bucket {
  try {
    const opened = openedBy(openPartOf(bucket), readCredential(bucket.vendor, typed));
    checkLength(opened);
    return opened;
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    throw new BotError(
      'invalid',
      `This is no ${credentialLabels[bucket.vendor]} that I can take.`,
      {
        why: error.fields.credential ?? error.why,
        now: 'Pipe it in from a file: recording key acme < key.json. Nothing was changed.',
        cause: error,
      },
    );
  }
}
