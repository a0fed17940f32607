import { idSchema } from '../../ids.ts';
import { openSoon } from '../../slack/open-soon.ts';
import type { AccountSummary } from '../accounts/account.ts';
import { onOneAccount } from '../accounts/one-account.slack.ts';
import { ofAccount } from './application-change.ts';
import { type Asking, type Needs, openApplicationDesk } from './application-desk.slack.ts';
import {
  REMOVED,
  RemoveMemory,
  removeForm,
  removeModal,
  removePicked,
} from './application-form.view.ts';
import { noSuchApplication, requireNotChosen } from './application-rules.ts';
import type { RemoveApplicationInput } from './remove-application.ts';

/** Removes an application: the only one, one that is picked, or that whose Remove is clicked in a list. */
export function registerRemoveApplication(needs: Needs): void {
  const { on } = needs;
  const desk = openApplicationDesk(needs);

  onOneAccount(
    needs,
    {
      route: {
        words: 'apps remove',
        usage: 'apps remove [account]',
        summary: 'remove an application of an account',
      },
      action: 'apps remove',
      actionId: 'apps.remove.account',
      question: 'Of which account do you want to remove an application?',
    },
    async (it, account) => {
      const drawn = desk.soleApplication(account).then((application) => {
        if (application) requireNotChosen(application);
        return removeModal({ account, application });
      });
      const place = { id: removeForm.id, title: 'Remove application' };
      await openSoon(it, place, drawn, (modal) => modal);
    },
  );
  on.options(REMOVED, async (it) => {
    const { account } = RemoveMemory.parse(it.memory?.own);
    return desk.suggest(it, 'apps remove', account);
  });
  on.view(removeForm, async (it) => {
    const { account: sid, application } = RemoveMemory.parse(it.own);
    const account = await desk.account(sid, it.actor, 'apps remove');
    await remove(it, account, application ?? removePicked(it.values));
  });
  on.action('apps.remove', async (it) => {
    const [sid = '', application = '', frm] = it.value.split(' ');
    const account = await desk.account(sid, it.actor, 'apps remove');
    const once = idSchema('frm').safeParse(frm);
    if (!once.success) throw noSuchApplication();
    await remove({ ...it, once: once.data, close: async () => {} }, account, application);
  });

  async function remove(it: Asking, account: AccountSummary, sid: string): Promise<void> {
    if (await desk.repeated(it)) return;
    const application = await desk.application(account, sid);
    requireNotChosen(application);
    const { name, sid: applicationSid } = application;
    const input: RemoveApplicationInput = { ...ofAccount(account), applicationSid, name };
    await desk.ask(it, 'apps remove', input, `removing application ${name}`);
  }
}
