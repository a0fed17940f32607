import { BotError } from '../../errors.ts';
import type { Interaction } from '../../slack/interaction.ts';
import { openSoon } from '../../slack/open-soon.ts';
import type { AccountSummary } from '../accounts/account.ts';
import { onOneAccount } from '../accounts/one-account.slack.ts';
import { ofAccount } from './application-change.ts';
import { type Needs, openApplicationDesk } from './application-desk.slack.ts';
import {
  EDITED,
  EditMemory,
  editAnswers,
  editForm,
  editModal,
  editPicked,
  marksOf,
} from './application-form.view.ts';
import {
  asShown,
  changedMeanwhile,
  checkSettings,
  sameShown,
  settingFacts,
} from './application-rules.ts';
import type { Application, ApplicationSettings } from './applications-gateway.ts';
import type { EditApplicationInput } from './edit-application.ts';

/** Changes an application: the only one, one that is picked, or that whose Edit is clicked in a list. */
export function registerEditApplication(needs: Needs): void {
  const { on } = needs;
  const desk = openApplicationDesk(needs);

  onOneAccount(
    needs,
    {
      route: {
        words: 'apps edit',
        usage: 'apps edit [account]',
        summary: 'change an application of an account',
      },
      action: 'apps edit',
      actionId: 'apps.edit.account',
      question: 'Of which account do you want to change an application?',
    },
    (it, account) => open(it, account, desk.soleApplication(account)),
  );
  on.action('apps.edit', async (it) => {
    const [sid = '', application = ''] = it.value.split(' ');
    const account = await desk.account(sid, it.actor, 'apps edit');
    await open(it, account, desk.application(account, application));
  });
  on.options(EDITED, async (it) => {
    const { account } = EditMemory.parse(it.memory?.own);
    return desk.suggest(it, 'apps edit', account);
  });
  on.action(EDITED, async (it) => {
    const { account: sid } = EditMemory.parse(it.view?.memory?.own);
    const account = await desk.account(sid, it.actor, 'apps edit');
    const application = await desk.application(account, it.value);
    await it.redraw(editModal({ account, application, picked: true }));
  });
  on.view(editForm, async (it) => {
    const { account: sid, chosen } = EditMemory.parse(it.own);
    const account = await desk.account(sid, it.actor, 'apps edit');
    if (!chosen) {
      const application = await desk.application(account, editPicked(it.values));
      await it.replaceBy(editModal({ account, application, picked: true }));
      return;
    }
    const settings = editAnswers(it.values, chosen.application);
    if (await desk.repeated(it)) return;
    const now = await desk.application(account, chosen.application);
    requireAsSeen(now, chosen.seen);
    checkSettings(settings, now);
    const expected = asShown(now);
    if (sameShown(expected, settings)) throw nothingChanged();
    await desk.requireFree(account, settings.name, now.sid);
    const input: EditApplicationInput = {
      ...ofAccount(account),
      applicationSid: now.sid,
      expected,
      settings,
    };
    await desk.ask(it, 'apps edit', input, `changing application ${now.name}`);
  });

  async function open(
    it: Interaction,
    account: AccountSummary,
    finding: Promise<Application | null>,
  ): Promise<void> {
    const drawn = finding.then((application) => editModal({ account, application }));
    await openSoon(it, { id: editForm.id, title: 'Edit application' }, drawn, (modal) => modal);
  }
}

/** Throws `conflict` where the application is not as it was when the form was drawn. */
function requireAsSeen(now: ApplicationSettings, seen: readonly string[]): void {
  const marks = marksOf(now);
  const changed = settingFacts(now).filter((_fact, index) => marks[index] !== seen[index]);
  if (changed.length > 0) throw changedMeanwhile(changed);
}

function nothingChanged(): BotError {
  return new BotError('invalid', 'Nothing was changed.', {
    why: 'The application is like this already.',
    now: 'Change something, or cancel.',
  });
}
