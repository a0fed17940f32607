import type { Db } from '../db/database.ts';
import { keysThatOpen } from '../db/keyring.ts';
import { type Finding, fail, ok, skipped, warn } from './finding.ts';
import type { Surroundings } from './surroundings.ts';

const KEY = 'SECRETS_KEY';
const OLD = 'SECRETS_KEYS_OLD';

/** Whether the key opens what is sealed in these databases, and which of the earlier ones are still needed. */
export function checkSecretsKey(
  { secretsKeys }: Pick<Surroundings, 'secretsKeys'>,
  databases: readonly { name: string; db: Db }[],
): Finding[] {
  if (!secretsKeys) return [skipped(KEY, 'It is not set.')];
  const opened = databases.map(({ name, db }) => ({ name, by: keysThatOpen(db, secretsKeys) }));
  if (opened.every(({ by }) => by.length === 0)) {
    return [skipped(KEY, 'Nothing is sealed yet that it would have to open.')];
  }
  const closed = opened.filter(({ by }) => by.includes(null)).map(({ name }) => name);
  if (closed.length > 0) {
    return [
      fail(
        KEY,
        `It does not open the data in ${closed.join(' and ')}.`,
        `Set the key that they were written with, or list it in ${OLD} to change over to a new one.`,
      ),
    ];
  }
  const used = new Set(opened.flatMap(({ by }) => by));
  const names = opened.map(({ name }) => name).join(' and ');
  return [
    ok(KEY, `With what is set, ${names} can be read.`),
    ...secretsKeys.old.map((key, index) => oldKey(used.has(key), index)),
  ];
}

function oldKey(isUsed: boolean, index: number): Finding {
  const which = `Number ${index + 1} of the earlier keys`;
  return isUsed
    ? warn(OLD, `${which} is still needed.`, 'Start the bot once: it changes over to SECRETS_KEY.')
    : warn(OLD, `${which} opens nothing any more.`, `Take it out of ${OLD}.`);
}
