import { newId } from '../../ids.ts';
import { inTime } from '../../in-time.ts';
import type { Message } from '../../slack/blocks.ts';
import type { DrawnFrom } from '../../slack/interaction.ts';
import { type Actor, decide } from '../access/access.ts';
import type { AccountSummary } from '../accounts/account.ts';
import { ANSWERS_WITHIN, onOneAccount } from '../accounts/one-account.slack.ts';
import { accountAt, targetOf } from '../accounts/which-account.ts';
import { GIVEN_UP, type Needs } from './application-desk.slack.ts';
import { applicationList, FIRST, NEXT } from './application-list.view.ts';
import { asShown } from './application-rules.ts';

/** How many applications a page holds: each takes two of a message's 50 blocks. */
const PAGE = 10;

/** Lists the applications of an account, a page at a time. */
export function registerListApplications(needs: Needs & { command: string }): void {
  const { on, gateway, command } = needs;

  onOneAccount(
    needs,
    {
      route: {
        words: 'apps list',
        usage: 'apps list [account]',
        summary: 'the applications of an account',
        looks: true,
      },
      action: 'apps list',
      actionId: 'apps.list',
      question: 'Whose applications do you want to see?',
      patience: ANSWERS_WITHIN,
    },
    async (it, account) => it.answer(...(await list(it.actor, account))),
  );
  for (const id of [FIRST, NEXT]) {
    on.action(id, async (it) => {
      const [sid = '', after] = it.value.split(' ');
      const account = await inTime(GIVEN_UP, accountAt(sid, it.actor, 'apps list', gateway));
      await it.replace(...(await list(it.actor, account, after)));
    });
  }

  async function list(
    actor: Actor,
    account: AccountSummary,
    after?: string,
  ): Promise<[Message, DrawnFrom]> {
    const page = { limit: PAGE, ...(after !== undefined && { after }) };
    const { items, next } = await inTime(GIVEN_UP, gateway.applications(account.sid, page));
    const may = (action: 'apps add' | 'apps edit' | 'apps remove') =>
      decide(actor, action, targetOf(account)).allowed;
    const drawn = applicationList({
      account,
      items,
      may: { add: may('apps add'), edit: may('apps edit'), remove: may('apps remove') },
      first: after === undefined,
      next,
      removals: items.map(() => newId('frm')),
      command,
    });
    const applications = items.map((one) => {
      const { sid, chosenFor } = one;
      return { sid, ...asShown(one), chosenFor };
    });
    return [drawn, { data: { account, applications, more: next !== null } }];
  }
}
