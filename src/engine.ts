import { join } from 'node:path';
import type { Step } from './changes/change.ts';
import { type Changes, openChanges } from './changes/changes.ts';
import { type Drafts, openDrafts } from './changes/drafts.ts';
import { openJournal } from './changes/journal.ts';
import { type KeptSecrets, openKeptSecrets } from './changes/kept-secrets.ts';
import { collectKinds, type Kinds } from './changes/kinds.ts';
import type { Policy } from './changes/needs.ts';
import { openRecorder, type Recorder } from './changes/recorder.ts';
import { openTeller } from './changes/telling.ts';
import { type WatchedJournal, watchJournal } from './changes/watched-journal.ts';
import { openWorker, type Worker } from './changes/worker.ts';
import type { Clock } from './clock.ts';
import { openDatabase } from './db/database.ts';
import { type Keyring, openKeyring, type SecretsKeys } from './db/keyring.ts';
import type { People } from './features/access/people.ts';
import { type FreshKeys, openFreshKeys } from './features/api-keys/fresh-keys.ts';
import type { OpenBucket } from './features/recording/bucket-client.ts';
import { kinds } from './features.ts';
import { openEmbeddedGateway } from './gateway/embedded/embedded-gateway.ts';
import type { RestApi } from './gateway/embedded/rest.ts';
import type { Gateway } from './gateway/gateway.ts';
import { patient } from './gateway/patient.ts';
import { watched } from './gateway/watched.ts';
import type { Log } from './log.ts';
import type { Settings } from './settings.ts';
import type { RefusedInteraction } from './slack/show-error.ts';
import { unwatched, type Watch } from './watching/watch.ts';

/** How long the gateway may take for one answer, in milliseconds. */
const PATIENCE = 20_000;

/** The data of one installation, open. */
export interface Stores extends WatchedJournal {
  keyring: Keyring;
  gateway: Gateway;
  /** The REST API of the embedded gateway. */
  rest: RestApi;
  /** Whether the database can be read at this moment. */
  answers(): boolean;
  close(): Promise<void>;
}

interface StoresNeeds {
  dataDir: string;
  secretsKeys: SecretsKeys;
  clock: Clock;
  /** False where another process works on the data. */
  upgrade: boolean;
  /** Wraps the gateway, to make it fail, hang or lose answers. */
  wrap?: ((real: Gateway) => Gateway) | undefined;
  patience?: number | undefined;
  watch?: Watch;
  /** Opens the buckets of the embedded gateway's accounts. */
  openBucket?: OpenBucket | undefined;
}

/** Opens both databases in `DATA_DIR`. Throws `StartupError` where they are of another version or have another key. */
export function openStores({ dataDir, secretsKeys, clock, upgrade, ...more }: StoresNeeds): Stores {
  const {
    wrap = (real: Gateway) => real,
    patience = PATIENCE,
    watch = unwatched,
    openBucket,
  } = more;
  const file = join(dataDir, 'switchboard.db');
  const { db, client, close } = openDatabase(file, 'switchboard', { upgrade });
  try {
    const keyring = openKeyring(db, secretsKeys, clock.now());
    const embedded = openEmbeddedGateway({
      file: join(dataDir, 'gateway.db'),
      secretsKeys,
      clock,
      openBucket,
      upgrade,
    });
    return {
      ...watchJournal(openJournal(db, clock), watch),
      keyring,
      gateway: watched(patient(wrap(embedded), patience), watch),
      rest: embedded.rest,
      answers() {
        try {
          client.prepare('SELECT 1 FROM sqlite_master').get();
          return true;
        } catch {
          return false;
        }
      },
      async close() {
        await embedded.close();
        close();
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** What checks, journals and carries out changes, whoever asks for them: people in Slack, or at a terminal. */
export interface Engine {
  policy: Policy;
  kinds: Kinds;
  recorder: Recorder;
  keptSecrets: KeptSecrets;
  drafts: Drafts;
  changes: Changes;
  worker: Worker;
  /** New API keys that nobody has seen yet. */
  fresh: FreshKeys;
  /** Looks for what has become ready to be carried out or told. */
  wake(): void;
  /** Writes a refusal into the audit. */
  refused(refusal: RefusedInteraction): Promise<void>;
}

export function openEngine(needs: {
  stores: Pick<Stores, 'journal' | 'noted' | 'keyring' | 'gateway'>;
  settings: Settings;
  people: Pick<People, 'refresh'>;
  clock: Clock;
  log: Log;
  observe(step: Step): void;
  watch?: Watch;
  /** Called when something is to be told. */
  told(): void;
  /** When what is ready may be looked for. */
  turn?: (() => Promise<void>) | undefined;
}): Engine {
  const { settings, people, clock, log, observe, told } = needs;
  const { journal, noted, keyring, gateway } = needs.stores;
  const { adminUsers, widened, channels, fourEyes, requestDays, teamId, command } = settings;
  const policy = { fourEyes, requestDays, adminUsers, widened, teamId };
  const keptSecrets = openKeptSecrets(journal, keyring, clock);
  const drafts = openDrafts(journal, keyring, clock);
  const fresh = openFreshKeys();
  const { db } = journal;
  const needed = {
    gateway,
    adminUsers,
    clock,
    keyring,
    keptSecrets,
    policy,
    command,
    channels,
    fresh,
    db,
  };
  const declared = collectKinds(kinds(needed));
  const recorder = openRecorder(keyring, declared, noted);
  const journaling = {
    journal,
    keyring,
    kinds: declared,
    teller: openTeller(declared, channels, policy),
    recorder,
    policy,
    clock,
    observe,
    refresh: people.refresh,
  };
  const worker = openWorker({ ...journaling, log, watch: needs.watch, told, turn: needs.turn });
  const wake = () => {
    worker.wake();
    told();
  };
  return {
    policy,
    kinds: declared,
    recorder,
    keptSecrets,
    drafts,
    changes: openChanges({ ...journaling, wake }),
    worker,
    fresh,
    wake,
    refused: ({ actor, surface, action, error, reference }) =>
      journal.write((tx, now) =>
        recorder.happened(tx, now, {
          who: actor,
          surface,
          action,
          result: 'refused',
          // Where it is known, and fixed words for why: a message may quote what was typed.
          target: error.on.accountSid ?? error.on.providerSid ?? '—',
          ...error.on,
          detail: { code: error.code, because: error.because, reference },
        }),
      ),
  };
}
