import { type Message, message, section } from '../../slack/blocks.ts';
import { bold, mrkdwn } from '../../slack/mrkdwn.ts';

/** Who decides now, told where the account was asked for. Withdraw is on the card in the asker's direct messages. */
export function waitsMessage(name: string, decidedBy: string): Message {
  return message(
    section(
      mrkdwn`You asked for the account ${bold(name)}. Now ${decidedBy} decides; I tell you by direct message, where you can also withdraw it.`,
    ),
  );
}

/** Under `FOUR_EYES=all`, what became of an edit. */
export function editedMessage(name: string): Message {
  return message(
    section(
      mrkdwn`The request for ${bold(name)} is changed. As you are one of its authors now, somebody else approves it.`,
    ),
  );
}
