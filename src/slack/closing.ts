import type { App } from '@slack/bolt';
import type { Actor } from '../features/access/access.ts';
import type { Log } from '../log.ts';
import type { Watch } from '../watching/watch.ts';
import type { Desk } from './desk.ts';
import type { RememberedModal } from './interaction.ts';
import { ClosedPayload } from './payloads.ts';
import { explain } from './show-error.ts';

/** Hears of forms that were closed. Nobody looks at them any more, so the log is all there is to tell. */
export function listenToClosing(
  app: App,
  desk: Desk,
  handlers: ReadonlyMap<string, (it: RememberedModal & { actor: Actor }) => Promise<void>>,
  { log, watch }: { log: Log; watch: Watch },
): void {
  app.view({ callback_id: /.*/, type: 'view_closed' }, async ({ body, ack }) => {
    await ack();
    const { view, ...payload } = ClosedPayload.parse(body);
    const handler = handlers.get(view.callback_id);
    if (!handler) return;
    const person = desk.personOf(payload);
    await watch.interaction('closed form', async (noting) => {
      noting.runs(view.callback_id);
      try {
        const memory = desk.memoryOf(view, person);
        await handler({ ...memory, actor: await desk.admitted(person) });
      } catch (error) {
        noting.showed(error, explain(error, log).reference);
      }
    });
  });
}
