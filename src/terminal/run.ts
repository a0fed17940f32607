import type { Change } from '../changes/change.ts';
import { StartupError } from '../errors.ts';
import { actorNow, peopleKnown } from '../features/access/access.store.ts';
import type { Actor } from '../features/access/access.ts';
import { terminalPerson } from '../features/access/scope.ts';
import { explain, isRefusal } from '../slack/show-error.ts';
import { type KnownOptions, type Manner, parseArguments } from './arguments.ts';
import type { Collected } from './collect.ts';
import { flagOf, openFlags } from './flags.ts';
import type { NameOf } from './plain.ts';
import {
  type Decision,
  decisionOf,
  decisionOn,
  exitCodes,
  hasMore,
  jsonOf,
  type Report,
  type Trouble,
  troubleOf,
  wordsOf,
  wordsOfTrouble,
} from './report.ts';
import { asking, type Session, serve } from './serving.ts';
import { openStation, type Station, type StationParts } from './station.ts';
import type { TerminalConfig } from './terminal-config.ts';
import type { TerminalIo } from './terminal-io.ts';
import { isSettled, outcomesOf } from './waiting.ts';

/** What a terminal is run with. */
export interface TerminalRun extends StationParts {
  /** Throws `StartupError` where there is nothing to work on. */
  config(): TerminalConfig;
  io: TerminalIo;
  /** Who sits there, by the name of their user on this machine. */
  osUser: string;
  /** Ends the waiting for an outcome. */
  interrupted?: AbortSignal;
}

/** The command as it is typed here, for what people are told to type. */
const COMMAND = 'npm run vg --';

/** Runs one command and gives its exit code: 0 done, 2 refused, 3 waits for approval, 4 unknown, 1 failed. */
export async function runTerminal(argv: readonly string[], run: TerminalRun): Promise<number> {
  const { report, nameOf, wrote, json } = await reportOn(argv, run);
  if (!json) await print(report, nameOf, run.io);
  // What was written is the answer, unless it broke off.
  else if (!wrote || report.trouble) await run.io.out(jsonOf(report, nameOf));
  return exitCodes[report.decision];
}

interface Reported {
  report: Report;
  nameOf: NameOf;
  /** Whether the command wrote to stdout itself. */
  wrote: boolean;
  /** Whether one JSON document is wanted. */
  json: boolean;
}

async function reportOn(argv: readonly string[], run: TerminalRun): Promise<Reported> {
  const session: Session = {
    flags: openFlags(new Map()),
    served: { said: [], asked: [], revealed: [], wrote: false },
    perform: async () => {},
  };
  try {
    const station = await openStation(run.config(), run, (real) => asking(real, session), COMMAND);
    session.perform = station.perform;
    try {
      return await work(argv, run, station, session);
    } finally {
      await station.close();
    }
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    const json = argv.includes('--json');
    return { report: cannotStart(error), nameOf: () => null, wrote: false, json };
  }
}

async function work(
  argv: readonly string[],
  run: TerminalRun,
  station: Station,
  session: Session,
): Promise<Reported> {
  const { stores, settings, engine } = station;
  const { served } = session;
  const { trouble, wait, json } = await attempt(argv, run, station, session);
  const patience = AbortSignal.timeout(wait);
  const signal = AbortSignal.any([patience, ...(run.interrupted ? [run.interrupted] : [])]);
  const ids = served.asked.map(({ id }) => id);
  const changes = ids.length > 0 ? await outcomesOf(ids, station, signal) : [];
  const told = changes.map((change) => engine.kinds.told(change, run.clock.now()));
  const known = peopleKnown(stores.journal.db, settings.teamId);
  const names = new Map(known.map(({ userId, name }) => [userId, name]));
  const beside = station.beside();
  const { untold } = await station.close();
  const decision = decisionAfter(session, changes, trouble);
  const report: Report = {
    decision,
    said: served.said,
    revealed: served.revealed,
    changes: told,
    notes: [
      ...changes.filter((change) => !isSettled(change)).map((change) => goesOn(change, beside)),
      ...(trouble && changes.length > 0 ? [BEGUN] : []),
      ...(decision === 'waits' ? [DECIDED_IN_SLACK] : []),
      ...(hasMore(served) && !trouble ? [MORE] : []),
      ...(untold > 0 && changes.length > 0 ? [notTold(untold)] : []),
    ],
    trouble,
  };
  return { report, nameOf: (userId) => names.get(userId) ?? null, wrote: served.wrote, json };
}

/** Does what the line says. What went wrong is told, and audited where it is a refusal. */
async function attempt(
  argv: readonly string[],
  run: TerminalRun,
  station: Station,
  session: Session,
): Promise<{ trouble: Trouble | null; wait: number; json: boolean }> {
  const { log, io, clock, osUser } = run;
  const { settings, stores, engine, collected } = station;
  const person = terminalPerson(settings.teamId, osUser);
  const actor: Actor = actorNow(stores.journal.db, person, clock.now(), engine.policy);
  let manner: Manner | null = null;
  let action = 'terminal';
  const doing = (what: string) => {
    action = what;
  };
  try {
    const args = parseArguments(argv, knownOptions(collected));
    manner = args.manner;
    session.flags = openFlags(args.given);
    await serve(args.text, { station, actor, io, log, session, command: COMMAND, manner, doing });
    return { trouble: null, ...manner };
  } catch (error) {
    const { shown, reference } = explain(error, log);
    if (isRefusal(shown)) {
      const refusal = { actor, surface: 'terminal', action, error: shown, reference } as const;
      // It is refused all the same: where it cannot be audited, the person is told nevertheless.
      await engine
        .refused(refusal)
        .catch((cause: unknown) => log.error({ err: cause, reference }, 'refusal not audited'));
    }
    // Of a line that could not be read it may still be seen.
    const { wait, json } = manner ?? { wait: 0, json: argv.some((arg) => arg.includes('--json')) };
    return { trouble: troubleOf(shown, reference), wait, json };
  }
}

/** Whatever the forms of the features ask for, and their commands take. */
function knownOptions({ routes, forms }: Collected): KnownOptions {
  const fields = [...forms.values()].flatMap(({ form }) => Object.values(form.fields));
  const flags = routes.flatMap((route) => route.flags ?? []);
  return {
    valued: new Set([
      ...fields.flatMap(({ label, alias }) => [flagOf(label), ...(alias ? [alias] : [])]),
      ...flags,
    ]),
    words: new Set(routes.flatMap((route) => route.options ?? [])),
  };
}

function decisionAfter(
  { served }: Session,
  changes: readonly Change[],
  trouble: Trouble | null,
): Decision {
  // What was refused half-way was not refused as a whole.
  if (trouble) return changes.length > 0 ? 'failed' : decisionOn(trouble);
  if (changes.length > 0) return decisionOf(changes);
  if (served.said.some(({ from }) => from.failed)) return 'failed';
  return served.said.some(({ from }) => from.asksBack) ? 'refused' : 'done';
}

async function print(report: Report, nameOf: NameOf, io: TerminalIo): Promise<void> {
  const words = onScreen(wordsOf(report, nameOf));
  // Nothing was answered where it asks back: what it says is no result to be piped on.
  const answered = report.trouble === null && report.decision !== 'refused';
  if (words !== '' && answered) await io.out(`${words}\n`);
  else if (words !== '') io.err(`${words}\n`);
  if (report.trouble) io.err(`${onScreen(wordsOfTrouble(report.trouble))}\n`);
  for (const note of report.notes) io.err(`${note}\n`);
}

/** What somebody named or typed must not steer the screen that it is shown on. */
function onScreen(text: string): string {
  return text.replace(/(?!\n)\p{Cc}/gu, '�');
}

function cannotStart(error: StartupError): Report {
  const [first, ...others] = error.problems;
  const more = others.map(({ what, fix }, index) => [`${index + 2}`, `${what} ${fix}`]);
  const trouble: Trouble = {
    code: 'unavailable',
    message: first?.what ?? 'It cannot start.',
    now: first?.fix,
    fields: Object.fromEntries(more),
  };
  return { decision: 'failed', said: [], revealed: [], changes: [], notes: [], trouble };
}

const DECIDED_IN_SLACK =
  'It is decided in Slack, in the approvals channel, by an Admin; nobody decides from a terminal.';
const BEGUN = 'What is listed was asked for before that, and stands; the rest was not asked for.';
const MORE = 'There is more: add --pages 2, or --pages all.';

function goesOn({ id, kind }: Change, beside: boolean): string {
  const who = beside
    ? 'The running bot carries it out'
    : 'It goes on with the next start of the bot';
  return `I waited for “${kind}” and it is not over. ${who}; look for ${id} with: ${COMMAND} audit`;
}

function notTold(count: number): string {
  const messages = count === 1 ? '1 message waits' : `${count} messages wait`;
  return `${messages} to be told in Slack until the bot runs.`;
}
