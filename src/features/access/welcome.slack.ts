import type { Journal } from '../../changes/journal.ts';
import { markOnce } from '../../changes/marks.store.ts';
import type { Policy } from '../../changes/needs.ts';
import { tell } from '../../changes/outbox.store.ts';
import { admins } from './access.store.ts';

import { welcome } from './welcome.view.ts';

interface Needs {
  journal: Journal;
  policy: Policy;
  channels: { approvals: string };
  command: string;
  wake(): void;
}

/** Tells each Admin once what works, where the bot belongs, and how to map a colleague. */
export async function welcomeAdmins(needs: Needs): Promise<void> {
  const { journal, policy, channels, command } = needs;
  await journal.write((tx, now) => {
    for (const { userId } of admins(tx, now, policy.teamId, policy.adminUsers)) {
      if (!markOnce(tx, `welcome/${userId}`, now)) continue;
      tell(tx, { conversation: userId, message: welcome(command, channels.approvals) }, now);
    }
  });
  needs.wake();
}
