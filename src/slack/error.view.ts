import type { KnownBlock } from '@slack/types';
import type { BotError } from '../errors.ts';
import { actions, button, context, type Message, message, section } from './blocks.ts';
import { bold, join, mrkdwn } from './mrkdwn.ts';

/** An error in its four parts: what happened, why, what to do now, a reference that the log knows too. */
export function errorMessage(error: BotError, reference: string): Message {
  return message(...errorBlocks(error, reference));
}

export function errorBlocks(error: BotError, reference: string): KnownBlock[] {
  const why =
    Object.values(error.fields).length > 0 ? join(Object.values(error.fields), ' ') : error.why;
  const more = [
    ...(why ? [mrkdwn`${bold('Why:')} ${why}`] : []),
    ...(error.now ? [mrkdwn`${bold('What now:')} ${error.now}`] : []),
  ];
  return [
    section(join([bold(error.message), ...more], '\n')),
    context(mrkdwn`Reference ${reference}`),
    ...(error.askForAccess ? [actions(button('Ask for access', 'access.ask'))] : []),
  ];
}
