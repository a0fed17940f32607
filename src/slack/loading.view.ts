import type { ModalView } from '@slack/types';
import { modal, section } from './blocks.ts';
import { mrkdwn } from './mrkdwn.ts';

/** What stands in a modal while something slow is fetched. */
export function loading(id: string, title: string): ModalView {
  return modal({ id, title, close: 'Cancel', blocks: [section(mrkdwn`Looking it up…`)] });
}

/** What replaces a form whose answer takes longer than Slack waits. */
export function waiting(): ModalView {
  return modal({
    id: 'still.working',
    title: 'Still working',
    close: 'Close',
    // Nothing may be journaled yet, so nothing is promised.
    blocks: [
      section(
        mrkdwn`This takes longer than usual. I tell you how it ends; if you hear nothing within a minute, ask again.`,
      ),
    ],
  });
}
