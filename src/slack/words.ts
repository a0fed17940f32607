/**
 * What people type for other words, each with the words that it may stand for in order of preference. Which
 * one is meant depends on what is known where it is typed: `add` is a verb of `apps` and means `create` to `account`.
 */
const synonyms = new Map(
  Object.entries({
    new: ['create', 'add'],
    add: ['create'],
    create: ['add'],
    remove: ['delete', 'revoke'],
    rm: ['delete', 'remove', 'revoke'],
    del: ['delete', 'remove', 'revoke'],
    delete: ['remove', 'revoke'],
    ls: ['list'],
    view: ['show'],
    get: ['show'],
    info: ['show'],
    change: ['edit'],
    update: ['edit'],
    set: ['edit'],
    everything: ['all'],
    every: ['all'],
    '*': ['all'],
    purge: ['clear'],
    flush: ['clear'],
    reset: ['clear'],
    check: ['test'],
    disable: ['off'],
    stop: ['off'],
    pause: ['off'],
    regenerate: ['rotate'],
    my: ['mine'],
    sp: ['service_provider', 'provider'],
    provider: ['service_provider'],
    service_provider: ['provider'],
    oncall: ['on_call'],
    application: ['apps'],
    apikey: ['keys'],
    api_key: ['keys'],
    sip_realm: ['realm'],
    whoami: ['me'],
    '?': ['help'],
  }),
);

/** What anything can be asked to do, in this version or another: a word here is rarely a name. */
const verbs =
  'add approve clear create delete deny edit extend grant list off remove request revoke rotate show test verify withdraw'.split(
    ' ',
  );

/** The nouns of the product, also those that this version has no commands for. */
const nouns =
  'access account approvals apps audit calls keys limits me realm recording secret service_provider status tts webhooks'.split(
    ' ',
  );

/** Words near to others in meaning, in order of preference: enough to suggest them, too little to run them. */
const kin = new Map(
  Object.entries({
    delete: ['clear'],
    remove: ['clear'],
    empty: ['clear'],
    wipe: ['clear'],
    clean: ['clear'],
    invalidate: ['clear'],
    on: ['edit'],
    enable: ['edit'],
    resume: ['edit'],
    open: ['show'],
    find: ['list', 'show'],
    search: ['list', 'show'],
    add: ['grant'],
    set: ['grant'],
    map: ['grant'],
    invite: ['grant'],
    ask: ['request'],
    approve: ['approvals'],
    deny: ['approvals'],
    withdraw: ['approvals'],
    request: ['approvals'],
    cache: ['tts'],
    tts_cache: ['tts'],
    prompts: ['tts'],
    customer: ['account'],
    tenant: ['account'],
    limits: ['account'],
    realm: ['account'],
    webhooks: ['account'],
    secret: ['account'],
    apps: ['account'],
    recording: ['account'],
    calls: ['account'],
    grants: ['access'],
    people: ['access'],
    users: ['access'],
    log: ['audit'],
    history: ['audit'],
    health: ['status'],
    ping: ['status'],
  }),
);

/** Whether it is a verb of the product or a word for one, whatever there is to do it to. */
export function isAnyVerb(typed: string): boolean {
  return meant(typed, verbs) !== null;
}

/** The noun of the product that is meant, whether or not this version has commands for it. */
export function anyNoun(typed: string): string | null {
  return nounMeant(typed, nouns);
}

/** The known words that are near to this one in meaning; none of them is what it says. */
export function kinOf(typed: string, known: readonly string[]): string[] {
  const word = folded(typed);
  const forms = [word, word.replace(/s$/, ''), `${word}s`, meant(typed, verbs), anyNoun(typed)];
  const near = forms.flatMap((form) => (form === null ? [] : (kin.get(form) ?? [])));
  return [...new Set(near)].filter((one) => known.includes(one));
}

/**
 * Which of the known words somebody means: the word itself or a synonym of it, without regard to case, to `-`
 * for `_`, and to punctuation behind it. `null` where none is meant.
 */
export function meant(typed: string, known: readonly string[]): string | null {
  const word = folded(typed);
  return [word, ...(synonyms.get(word) ?? [])].find((name) => known.includes(name)) ?? null;
}

/** The same for nouns, which count in singular and plural: `limit`, `accounts`, `providers`. */
export function nounMeant(typed: string, known: readonly string[]): string | null {
  const word = folded(typed);
  const singular = /[^siu]s$/.test(word) ? [word.slice(0, -1)] : [];
  for (const form of [word, `${word}s`, ...singular]) {
    // `tt` is no singular of `tts`: short words stand for themselves.
    if (form !== word && word.length < 3) continue;
    const found = meant(form, known);
    if (found !== null) return found;
  }
  return null;
}

/**
 * The known word that somebody missed by at most `most` slips (a letter too many, too few or wrong, or two
 * swapped), found under its synonyms too. `null` for words under `least` letters.
 */
export function nearest(
  typed: string,
  known: readonly string[],
  { most, least }: { most: number; least: number },
): string | null {
  const word = folded(typed);
  if (word.length < least) return null;
  let best: { name: string; slips: number } | null = null;
  for (const name of known) {
    for (const form of [name, ...synonymsOf(name)]) {
      // What is typed may be thousands of letters long; only words of like length are compared.
      if (form.length < least || Math.abs(form.length - word.length) > most) continue;
      const slips = slipsBetween(word, form);
      if (slips <= most && (best === null || slips < best.slips)) best = { name, slips };
    }
  }
  return best?.name ?? null;
}

function synonymsOf(name: string): string[] {
  return [...synonyms].filter(([, names]) => names.includes(name)).map(([synonym]) => synonym);
}

function folded(word: string): string {
  return word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?<=\S)[.,:;!?]+$/, '')
    .replaceAll('-', '_');
}

/** The edit distance in which two letters swapped are one slip (optimal string alignment). */
function slipsBetween(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next[j] = Math.min(
        at(row, j) + 1,
        at(next, j - 1) + 1,
        at(row, j - 1) + (same ? 0 : 1),
        swapped ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = row;
    row = next;
  }
  return at(row, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
