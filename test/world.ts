import type { House } from './bot.ts';

/** Everything that a refusal must leave as it was, and the one thing that it must not. */
export interface World {
  /** The gateway's tables, whole. */
  gateway: string;
  /** What their buckets hold. */
  recordings: string[];
  grants: string;
  changes: string;
  /** Who was refused something so far, as the audit has it. */
  refused: string[];
}

export function worldOf(house: House): World {
  const tables = [
    'service_providers',
    'accounts',
    'tts_prompts',
    'applications',
    'api_keys',
    'calls',
  ];
  const dump = tables.map((table) => house.gatewayRows(`SELECT * FROM ${table}`));
  return {
    gateway: JSON.stringify(dump),
    recordings: house.store?.keys() ?? [],
    grants: JSON.stringify(house.rows('SELECT * FROM grants ORDER BY id')),
    changes: JSON.stringify(house.rows('SELECT id, state, revision, input FROM changes')),
    refused: house
      .rows<{ who: string }>(
        "SELECT actor_user AS who FROM audit_entries WHERE result = 'refused' ORDER BY seq",
      )
      .map(({ who }) => who),
  };
}
