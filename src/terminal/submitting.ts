import type { KnownBlock, ModalView } from '@slack/types';
import { BotError } from '../errors.ts';
import type { ActionInteraction, DrawnModal } from '../slack/interaction.ts';
import { textOf } from '../slack/message-text.ts';
import { fillIn, type OpenForm, type Values } from './filling.ts';
import type { Input } from './inputs.ts';
import { inputsOf } from './inputs.ts';
import { userIdOf } from './named-people.ts';
import { plainMarkup } from './plain.ts';
import type { Desk } from './serving.ts';
import { readable } from './terminal-io.ts';

/** How often a form is filled in anew: after a refusal, by whoever sits there; after it was answered by another form. */
const ROUNDS = 8;

/** Fills in the form that was opened, and submits it. `named`: what it is filled with already was named, and is no guess. */
export async function submit(desk: Desk, named: boolean): Promise<void> {
  const { station, session, io, manner } = desk;
  const { flags, served } = session;
  const shown = desk.shown();
  if (!shown) return;
  if (shown.failure) throw shown.failure;
  // Whoever has a script read the answer is not asked for more.
  const ask = manner.json ? null : io.ask;

  for (let round = 1; ; round += 1) {
    const opened = openForm(desk, shown.drawn);
    if (!opened) {
      // A form that only shows something, perhaps that there is nothing to fill in.
      throw nothingToSubmit(shown.drawn.view);
    }
    const filled = await fillIn(opened, {
      flags,
      ask,
      say: (line) => io.err(`${line}\n`),
      piped: () => readable('-', io),
      named: named || round > 1,
      suggest: (actionId, typed) => suggestions(desk, actionId, typed),
      person: (typed) =>
        userIdOf(typed, { db: station.stores.journal.db, teamId: station.settings.teamId }),
      redraw: (input, values) => redraw(desk, input, values),
    });
    if (ask && !manner.yes) await confirm(filled.open.view, ask, io.err);
    let replaced: DrawnModal | null = null;
    const answer = station.collected.forms.get(opened.form.id);
    try {
      await answer?.handler({
        ...desk.it,
        once: shown.once,
        own: remembered(shown.drawn),
        values: filled.values,
        close: async () => {},
        // A terminal's lines stay as they are.
        async replaceOpener() {},
        async replaceBy(modal) {
          replaced = modal;
          return {
            async redraw(next) {
              replaced = next;
              if (next.reveals) served.revealed.push(next.reveals);
              return true;
            },
          };
        },
      });
    } catch (error) {
      throw underFlags(error, filled.open);
    }
    // What it asked for is told by its outcome; what was shown once is printed.
    if (!replaced || served.revealed.length > 0 || !openForm(desk, replaced)) return;
    if (round === ROUNDS || served.asked.length > 0) throw nothingToSubmit(shown.drawn.view);
    shown.drawn = replaced;
  }
}

function openForm({ station }: Desk, { view }: DrawnModal): OpenForm | null {
  const found = station.collected.forms.get(view.callback_id ?? '');
  return found && view.submit ? { form: found.form, view } : null;
}

async function suggestions({ station, it, shown }: Desk, actionId: string, typed: string) {
  const open = shown();
  const memory = open && { once: open.once, own: remembered(open.drawn) };
  const suggest = station.collected.suggestions.get(actionId);
  return (await suggest?.({ actor: it.actor, typed, memory })) ?? [];
}

/** Tells of a choice, as Slack does at once, and gives the form as it was drawn anew. */
async function redraw(desk: Desk, input: Input, values: Values): Promise<OpenForm> {
  const { station, it } = desk;
  const shown = desk.shown();
  if (!shown) throw new Error('There is no form to draw anew.');
  const chosen = values[input.blockId]?.[input.actionId];
  const click: ActionInteraction = {
    ...it,
    value: chosen?.selected_option?.value ?? '',
    view: { memory: { once: shown.once, own: remembered(shown.drawn) }, values },
    message: null,
    replace: async (message, from = {}) => it.answer(message, from),
    async redraw(modal) {
      shown.drawn = modal;
    },
  };
  await station.collected.actions.get(input.actionId)?.(click);
  const opened = openForm(desk, shown.drawn);
  if (!opened) throw nothingToSubmit(shown.drawn.view);
  return opened;
}

/** What a modal remembers, as it comes back from Slack: as JSON. */
function remembered({ remembers }: DrawnModal): unknown {
  return JSON.parse(JSON.stringify(remembers ?? null));
}

/** What the form says beside its inputs, and its button, as the one question before it is submitted. */
async function confirm(
  view: ModalView,
  ask: (question: string) => Promise<string>,
  say: (text: string) => void,
): Promise<void> {
  const prose = view.blocks.filter((block): block is KnownBlock => block.type !== 'input');
  const text = plainMarkup(textOf(prose, 4000), () => null);
  if (text !== '') say(`${text}\n`);
  const answer = await ask(`${view.submit?.text ?? 'Go on'}? [y/N] `);
  if (/^(y|yes)$/i.test(answer.trim())) return;
  throw new BotError('invalid', 'You did not confirm it.', {
    now: 'Nothing was done. Answer y, or add --yes, to go on.',
  });
}

/** Errors of fields, under the flags that answer them. */
function underFlags(error: unknown, { form, view }: OpenForm): unknown {
  if (!(error instanceof BotError) || Object.keys(error.fields).length === 0) return error;
  const inputs = inputsOf(view, form);
  const fields = Object.fromEntries(
    Object.entries(error.fields).map(([name, why]) => {
      const blockId = `${form.id}.${name}`;
      const input = inputs.find((one) => one.blockId.split('/')[0] === blockId);
      return [input ? `--${input.flag}` : name, why];
    }),
  );
  return new BotError(error.code, error.message, {
    why: error.why,
    now: error.now,
    fields,
    askForAccess: error.askForAccess,
    audited: error.audited,
    on: error.on,
    ...(error.because && { because: error.because }),
    cause: error,
  });
}

function nothingToSubmit({ title }: ModalView): BotError {
  return new BotError('unavailable', `“${title.text}” could not be filled in here.`, {
    why: 'It did not arrive in time, or shows nothing to fill in.',
    now: 'Try again; if it stays, do it in Slack. Nothing was changed.',
  });
}
