import { type Message, message, section } from '../../slack/blocks.ts';
import { bold, mrkdwn, shortened } from '../../slack/mrkdwn.ts';

/** Told where it was asked: it waits, and for whom. Withdraw is on the card in the asker's direct messages. */
export function waitsMessage(what: string, decidedBy: string): Message {
  return message(
    section(
      mrkdwn`You asked to ${bold(shortened(what, 300))}. Now ${decidedBy} decides; I tell you by direct message, where you can also withdraw it.`,
    ),
  );
}

/** Under `FOUR_EYES=all`, what became of an edit. */
export function editedGrant(personName: string): Message {
  return message(
    section(
      mrkdwn`The grant for ${bold(shortened(personName, 100))} is changed. As you are one of its authors now, somebody else approves it.`,
    ),
  );
}
