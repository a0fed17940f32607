import { troubleOf } from '../db/trouble.ts';

/** What a check found of one thing: that it is well, or what to do. */
export interface Finding {
  /** What was looked at. */
  what: string;
  /** `skipped`: it could not be looked at, for a reason that is no fault of its own. */
  state: 'ok' | 'warn' | 'fail' | 'skipped';
  found: string;
  fix?: string;
}

export function ok(what: string, found: string): Finding {
  return { what, state: 'ok', found };
}

export function warn(what: string, found: string, fix: string): Finding {
  return { what, state: 'warn', found, fix };
}

export function fail(what: string, found: string, fix: string): Finding {
  return { what, state: 'fail', found, fix };
}

export function skipped(what: string, found: string, fix?: string): Finding {
  return { what, state: 'skipped', found, ...(fix !== undefined && { fix }) };
}

/** How long a check may take, in milliseconds. */
const PATIENCE = 8000;

/** Runs a check. It never throws, and is given up where it takes too long. */
export async function checked(
  what: string,
  check: () => Promise<Finding[]> | Finding[],
  patience = PATIENCE,
): Promise<Finding[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding[]>((resolve) => {
    const seconds = patience / 1000;
    const said = skipped(
      what,
      `It could not be looked at within ${seconds} s.`,
      'Try again later.',
    );
    timer = setTimeout(resolve, patience, [said]);
  });
  try {
    return await Promise.race([(async () => check())(), late]);
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble) return [fail(what, `Its database ${trouble.state}.`, trouble.fix)];
    const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return [fail(what, `The check itself broke (${words}).`, 'Report it with these words.')];
  } finally {
    clearTimeout(timer);
  }
}
