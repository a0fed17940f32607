import type { App } from '@slack/bolt';
import type { Watch } from '../watching/watch.ts';
import type { Desk } from './desk.ts';
import { heldFor } from './http-receiver.ts';
import type { SuggestionInteraction, Suggestions } from './interaction.ts';
import { option } from './objects.ts';
import { OptionsPayload } from './payloads.ts';

/** How long what a picker offers may take, in milliseconds: Slack waits 3 s, and no later answer is possible. */
const ANSWER_BY = 2000;
/** Slack's limit of what a picker offers. */
const OFFERED = 100;

/** Answers what pickers ask for. Whatever goes wrong, an empty list is better than silence: it reads “no results”. */
export function listenToOptions(
  app: App,
  desk: Desk,
  handlers: ReadonlyMap<string, (it: SuggestionInteraction) => Promise<Suggestions>>,
  watch: Watch,
): void {
  app.options(/.*/, async ({ body, ack, context }) => {
    const began = performance.now() - heldFor(context);
    const payload = OptionsPayload.parse(body);
    const person = desk.personOf(payload);
    const options = await desk.within(ANSWER_BY - heldFor(context), async (noting) => {
      const handler = handlers.get(payload.action_id);
      if (handler) noting.runs(payload.action_id);
      const actor = await desk.admitted(person);
      const memory = payload.view ? desk.remembered(payload.view, person) : null;
      const choices = (await handler?.({ actor, typed: payload.value, memory })) ?? [];
      return choices.slice(0, OFFERED).map(option);
    });
    await ack({ options: options ?? [] });
    watch.acked('picker', (performance.now() - began) / 1000);
  });
}
