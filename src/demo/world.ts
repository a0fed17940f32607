import type { Channel } from '../emulator/model.ts';
import type { Person } from '../emulator/person/person.ts';
import type { Workspace } from '../emulator/workspace.ts';
import { demoWorld } from '../gateway/embedded/seed/world.ts';

const { providers, accounts } = demoWorld;

/** Who lives in the demo's workspace: ids that stay, so that grants and links to them do. */
export const cast = {
  ada: { id: 'U0ADA', name: 'Ada', realName: 'Ada Lindqvist', title: 'Admin' },
  ben: { id: 'U0BEN', name: 'Ben', realName: 'Ben Okafor', title: 'Admin' },
  sam: {
    id: 'U0SAM',
    name: 'Sam',
    realName: 'Sam Rivera',
    title: `Service Provider: ${providers.northwind}`,
  },
  tia: {
    id: 'U0TIA',
    name: 'Tia',
    realName: 'Tia Novak',
    title: `Account: ${accounts.acmeTelecom}`,
  },
  olu: { id: 'U0OLU', name: 'Olu', realName: 'Olu Adeyemi', title: 'On-call' },
  gus: {
    id: 'U0GUS',
    name: 'Gus',
    realName: 'Gus Meyer',
    title: `Guest, Account: ${accounts.globexSupport}`,
    guest: true,
  },
  eve: { id: 'U0EVE', name: 'Eve', realName: 'Eve Laurent', title: 'No grant' },
} as const;

/** The channels, by ids that stay. */
export const channelIds = {
  voiceOps: 'C0VOICEOPS',
  approvals: 'C0APPROVALS',
  ops: 'C0OPS',
  audit: 'C0AUDIT',
} as const;

export interface World {
  people: Record<keyof typeof cast, Person>;
  voiceOps: Channel;
}

/** Puts the people and channels into the workspace; those that are there already stay as they are. */
export function populate(workspace: Workspace): World {
  const people = Object.fromEntries(
    Object.entries(cast).map(([key, init]) => [key, workspace.addPerson(init)]),
  ) as World['people'];
  const { ada, ben } = people;
  const voiceOps = workspace.addChannel({
    id: channelIds.voiceOps,
    name: 'voice-ops',
    members: Object.values(people),
  });
  for (const name of ['approvals', 'ops', 'audit'] as const) {
    workspace.addChannel({ id: channelIds[name], name, private: true, members: [ada, ben] });
  }
  return { people, voiceOps };
}

/** What Ada maps people to before anybody looks: by command, as every Admin does. */
export const mappings = [
  `/vg access grant @Sam service_provider ${providers.northwind}`,
  `/vg access grant @Tia account ${accounts.acmeTelecom}`,
  '/vg access grant @Olu on_call',
  `/vg access grant @Gus account ${accounts.globexSupport}`,
] as const;

/** What people said in #voice-ops before anybody looks. */
export const said: readonly { by: keyof typeof cast; text: string }[] = [
  { by: 'sam', text: `Morning all. ${accounts.acmeNordics} goes live at noon, their trunk is up.` },
  {
    by: 'olu',
    text: `Callers of ${accounts.acmeTelecom} still hear the old greeting after last night’s voice change. Clearing the TTS cache should do it.`,
  },
  {
    by: 'ben',
    text: 'If you need an account for a new customer, type /vg account create and I’ll look at it.',
  },
];
