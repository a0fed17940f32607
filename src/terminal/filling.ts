import type { ModalView } from '@slack/types';
import { BotError } from '../errors.ts';
import { foldForSearch } from '../features/accounts/account-rules.ts';
import { namesIn, tokenize } from '../slack/command-line.ts';
import type { Answer } from '../slack/field.ts';
import type { Choice } from '../slack/objects.ts';
import type { AnyForm } from '../slack/submission-error.ts';
import { choose, chooseSuggested } from './choosing.ts';
import { type Flags, ofEveryAsk } from './flags.ts';
import { asSelected, type Fixed, fixedOf, type Input, inputsOf } from './inputs.ts';
import type { TerminalIo } from './terminal-io.ts';

/** A form that is open at a terminal. */
export interface OpenForm {
  form: AnyForm;
  view: ModalView;
}

export interface Filling {
  flags: Flags;
  /** Asks whoever sits there for what is missing; `null` where nobody does. */
  ask: TerminalIo['ask'];
  say(line: string): void;
  /** What is piped in: a secret that is given as `-`. */
  piped(): Promise<string>;
  /** Whether what the form is filled with already was named by the person, and is no guess. */
  named: boolean;
  /** What a search suggests for what was typed. */
  suggest(actionId: string, typed: string): Promise<Choice[]>;
  /** The user id of whom somebody names. Throws `invalid` where that is nobody, or may be several. */
  person(typed: string): string;
  /** Draws the form anew after a choice. Gives how it looks now. */
  redraw(input: Input, values: Values): Promise<OpenForm>;
}

/** Answers as Slack sends them, `view.state.values`. */
export type Values = Record<string, Record<string, Answer>>;

/**
 * Answers a form from the flags that were given, from what it is filled with, and, where somebody sits there, by
 * asking. Throws `invalid` with every answer that is missing or refused at once, each under its flag.
 */
export async function fillIn(opened: OpenForm, filling: Filling) {
  const answers = new Map<string, Answer>();
  let open = opened;
  for (let drawn = 0; ; drawn += 1) {
    const inputs = inputsOf(open.view, open.form);
    const chosen = await answerAll(inputs, fixedOf(open.view, open.form), answers, filling);
    // A choice that draws the form anew may show other fields: each is asked for once it is there.
    if (!chosen || drawn > inputs.length) {
      const takes = inputs.map(({ flag }) => flag);
      filling.flags.requireAllUsed({ takes, may: ofEveryAsk });
      return { open, values: valuesOf(inputs, answers) };
    }
    // What is not answered yet holds what it is filled with, as it does in Slack.
    const filled = inputs.map(({ actionId, initial }) => [actionId, initial ?? {}] as const);
    const values = valuesOf(inputs, new Map([...filled, ...answers]));
    open = await filling.redraw(chosen, values);
  }
}

/** Answers the inputs. Gives the one whose choice draws the form anew, before the others: what they are follows from it. */
async function answerAll(
  inputs: readonly Input[],
  fixed: readonly Fixed[],
  answers: Map<string, Answer>,
  filling: Filling,
): Promise<Input | null> {
  const refused: Record<string, string> = {};
  for (const one of fixed) requireSame(one, filling.flags, refused);
  const leading = inputs.filter(({ redraws }) => redraws);
  for (const input of [...leading, ...inputs.filter(({ redraws }) => !redraws)]) {
    if (answers.has(input.actionId)) continue;
    try {
      const answer = await answerTo(input, filling);
      if (answer) answers.set(input.actionId, answer);
      else if (!input.optional) refused[`--${input.flag}`] = missing(input);
      if (answer && input.redraws && answer !== input.initial) return input;
    } catch (error) {
      if (!(error instanceof BotError) || error.code !== 'invalid') throw error;
      refused[`--${input.flag}`] = error.message;
    }
  }
  if (Object.keys(refused).length === 0) return null;
  throw new BotError('invalid', 'Some answers are missing, or cannot be accepted.', {
    fields: refused,
    now: 'Give them with these options. Nothing was done.',
  });
}

function valuesOf(inputs: readonly Input[], answers: ReadonlyMap<string, Answer>): Values {
  return Object.fromEntries(
    inputs.map(({ blockId, actionId }) => [blockId, { [actionId]: answers.get(actionId) ?? {} }]),
  );
}

async function answerTo(input: Input, filling: Filling): Promise<Answer | null> {
  const other = input.alias === null ? undefined : filling.flags.take(input.alias);
  const given = filling.flags.take(input.flag) ?? other;
  if (given !== undefined) {
    const typed = input.secret && given === '-' ? await filling.piped() : given;
    return accepted(input, await read(input, typed, filling));
  }
  if (input.initial && filling.named) return input.initial;
  if (!filling.ask || input.optional) return input.optional ? input.initial : null;
  for (let tried = 1; ; tried += 1) {
    const asked = await filling.ask(question(input), { secret: input.secret });
    if (asked.trim() === '') return input.initial;
    try {
      return accepted(input, await read(input, asked, filling));
    } catch (error) {
      if (!(error instanceof BotError) || error.code !== 'invalid' || tried === TRIES) throw error;
      filling.say(`  ${error.message}`);
    }
  }
}

/** How often somebody who sits there is asked for one answer. */
const TRIES = 3;

/** The answer, if the form takes it; `null` where it is none. Throws `invalid`. */
function accepted(input: Input, answer: Answer): Answer | null {
  return input.read(answer) === null ? null : answer;
}

async function read(input: Input, typed: string, filling: Filling): Promise<Answer> {
  switch (input.kind) {
    case 'text':
      return { value: typed };
    case 'day':
      return { selected_date: typed.trim() };
    case 'person':
      return { selected_user: filling.person(typed) };
    case 'choice':
      return { selected_option: selected(choose(typed, input.choices.map(asChoice))) };
    case 'search': {
      const suggested = await filling.suggest(input.actionId, typed);
      return { selected_option: selected(chooseSuggested(typed, suggested)) };
    }
    case 'searches': {
      const chosen: Choice[] = [];
      for (const name of namesIn(tokenize(typed))) {
        chosen.push(chooseSuggested(name, await filling.suggest(input.actionId, name)));
      }
      return { selected_options: chosen.map(selected) };
    }
    case 'tick':
      return { selected_options: isYes(typed) ? input.choices.map(asSelected) : [] };
  }
}

function requireSame({ label, flag, text }: Fixed, flags: Flags, refused: Record<string, string>) {
  const given = flags.take(flag);
  if (given === undefined || foldForSearch(given) === foldForSearch(text)) return;
  refused[`--${flag}`] = `${label} can only be ${text} here.`;
}

function missing({ label, hint, choices }: Input): string {
  const of =
    choices.length > 0 ? ` One of: ${choices.map(({ text }) => text.text).join(', ')}.` : '';
  return `${label}: not given.${of}${hint ? ` ${hint}` : ''}`;
}

function question({ label, hint, choices, initial }: Input): string {
  const of = choices.length > 0 ? ` (${choices.map(({ text }) => text.text).join(', ')})` : '';
  const about = hint ? ` (${hint})` : '';
  const filled = initial ? ` [${shown(initial)}]` : '';
  return `${label}${of}${about}${filled}: `;
}

function shown({ value, selected_date, selected_user, selected_option, selected_options }: Answer) {
  const options = selected_option ? [selected_option] : (selected_options ?? []);
  const chosen = options.map(({ text, value: chosenValue }) => text?.text ?? chosenValue);
  return value ?? selected_date ?? selected_user ?? chosen.join(', ');
}

function isYes(typed: string): boolean {
  if (/^(yes|y|true|on|1)$/i.test(typed.trim())) return true;
  if (/^(no|n|false|off|0)$/i.test(typed.trim())) return false;
  throw new BotError('invalid', 'Say yes or no.');
}

function asChoice({ text, value }: Input['choices'][number]): Choice {
  return { text: text.text, value };
}

function selected({ text, value }: Choice) {
  return { value, text: { text } };
}
