import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Channel, PersonRecord, StoredMessage, StoredView, Values } from './model.ts';
import type { State } from './state.ts';

/** Changes that come within this many milliseconds are written together. */
const together = 300;

interface KeptMessage extends Omit<StoredMessage, 'values'> {
  values: [string, Values][];
}

interface KeptChannel extends Omit<Channel, 'members' | 'messages'> {
  members: string[];
  messages: KeptMessage[];
}

/** What a workspace is made of, as it stands in its file. */
export interface Kept {
  workspace: {
    teamId: string;
    appId: string;
    botId: string;
    botUserId: string;
    botToken: string;
    signingSecret: string;
    appToken?: string;
  };
  /** How many ids were given. */
  given: number;
  people: PersonRecord[];
  channels: KeptChannel[];
  homes: StoredView[];
  reads: [string, [string, string][]][];
  toured: string[];
}

/** What the file holds; undefined where there is none. Throws for one that is no workspace's. */
export function readKept(file: string | undefined): Kept | undefined {
  if (!file || !existsSync(file)) return undefined;
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Kept;
  if (!kept.workspace?.botToken || !Array.isArray(kept.channels))
    throw new Error(`${file} holds no workspace: remove it to begin anew`);
  return kept;
}

/** Puts people, channels and messages back. Modals, triggers and response_urls are gone, as after a reload. */
export function restore(state: State, kept: Kept): void {
  for (const person of kept.people) state.people.set(person.id, person);
  for (const { members, messages, ...channel } of kept.channels) {
    state.channels.set(channel.id, {
      ...channel,
      members: new Set(members),
      messages: messages.map(({ values, ...message }) => ({ ...message, values: new Map(values) })),
    });
  }
  for (const home of kept.homes) state.homes.set(home.userId, home);
  for (const [person, reads] of kept.reads) state.reads.set(person, new Map(reads));
  for (const step of kept.toured) state.toured.add(step);
}

/** Writes the workspace to its file soon after each change. Gives what writes the rest at the end. */
export function keep(state: State, file: string): () => void {
  let due: NodeJS.Timeout | undefined;
  const write = () => {
    clearTimeout(due);
    due = undefined;
    writeFileSync(`${file}.new`, JSON.stringify(kept(state)), { mode: 0o600 });
    // Whole or not at all: a killed demo leaves the one before.
    renameSync(`${file}.new`, file);
  };
  const soon = () => {
    due ??= setTimeout(write, together);
  };
  state.signals.on('changed', soon);
  return () => {
    state.signals.off('changed', soon);
    write();
  };
}

function kept(state: State): Kept {
  const { teamId, appId, botId, botUserId, botToken, signingSecret, appToken } = state;
  return {
    workspace: { teamId, appId, botId, botUserId, botToken, signingSecret, appToken },
    given: state.ids.given,
    people: [...state.people.values()],
    channels: [...state.channels.values()].map(({ members, messages, ...channel }) => ({
      ...channel,
      members: [...members],
      messages: messages
        // What only one person saw is gone after a reload (docs: ephemeral messages).
        .filter(({ onlyFor, deleted }) => onlyFor === undefined && !deleted)
        .map(({ values, ...message }) => ({ ...message, values: [...values] })),
    })),
    homes: [...state.homes.values()],
    reads: [...state.reads].map(([person, reads]): [string, [string, string][]] => [
      person,
      [...reads],
    ]),
    toured: [...state.toured],
  };
}
