import { z } from 'zod';
import type { Message } from '../slack/blocks.ts';
import type { Desk } from './serving.ts';

/** The words on the buttons to the next page of a list, whatever it lists. */
const ONWARD = ['Next', 'More', 'Older'];

const Button = z.object({
  type: z.literal('button'),
  text: z.object({ text: z.string() }),
  action_id: z.string(),
  value: z.string().optional(),
});

/** Where the button to the next page leads; `null` where there is none. */
export function nextPage({ blocks }: Message): { actionId: string; value: string } | null {
  for (const block of blocks) {
    if (block.type !== 'actions') continue;
    for (const element of block.elements) {
      const button = Button.safeParse(element).data;
      if (button && ONWARD.includes(button.text.text)) {
        return { actionId: button.action_id, value: button.value ?? '' };
      }
    }
  }
  return null;
}

/** Shows as many pages of a list as are wanted, by its own buttons. */
export async function turnPages({ session, it, station, manner }: Desk): Promise<void> {
  for (let page = 1; page < manner.pages; page += 1) {
    const last = session.served.said.at(-1);
    const next = last && nextPage(last.message);
    const turn = next && station.collected.actions.get(next.actionId);
    if (!turn) return;
    const answer = it.answer;
    await turn({
      ...it,
      value: next.value,
      view: null,
      message: { channel: '', ts: null, ephemeral: true },
      replace: answer,
      redraw: async () => {},
    });
  }
}
