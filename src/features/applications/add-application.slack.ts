import { onOneAccount } from '../accounts/one-account.slack.ts';
import type { AddApplicationInput } from './add-application.ts';
import { ofAccount } from './application-change.ts';
import { type Needs, openApplicationDesk } from './application-desk.slack.ts';
import { AddMemory, addAnswers, addForm, addModal } from './application-form.view.ts';
import { checkSettings } from './application-rules.ts';

/** Adds an application to an account. */
export function registerAddApplication(needs: Needs): void {
  const { on } = needs;
  const desk = openApplicationDesk(needs);

  onOneAccount(
    needs,
    {
      route: {
        words: 'apps add',
        usage: 'apps add [account]',
        summary: 'add an application to an account',
      },
      action: 'apps add',
      actionId: 'apps.add',
      question: 'Which account is to get an application?',
    },
    async (it, account) => {
      await it.open(addModal({ account }));
    },
  );
  on.view(addForm, async (it) => {
    const account = await desk.account(AddMemory.parse(it.own).account, it.actor, 'apps add');
    const settings = addAnswers(it.values);
    if (await desk.repeated(it)) return;
    checkSettings(settings, null);
    await desk.requireFree(account, settings.name);
    const input: AddApplicationInput = { ...ofAccount(account), settings };
    await desk.ask(it, 'apps add', input, `adding application ${settings.name}`);
  });
}
