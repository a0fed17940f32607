import type { App, Receiver } from '@slack/bolt';
import { WebAPIPlatformError } from '@slack/web-api';
import { StartupError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Secret } from '../../secret.ts';
import { clientOptions, slackLogger } from '../clients.ts';
import { lastResort } from '../error.view.ts';
import { explain } from '../show-error.ts';
import { EVENTLESS } from './client.ts';
import { type Envelope, openConnection } from './connection.ts';
import { openConnections } from './connections.ts';

/** Slack over Socket Mode. */
export interface SocketMode {
  receiver: Receiver;
  connected(): boolean;
  start(stopping: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

/** Answers of `apps.connections.open` that no waiting will change at a start. */
const tokenRefused = new Set([
  'invalid_auth',
  'not_authed',
  'not_allowed_token_type',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'no_permission',
  'missing_scope',
  'access_denied',
]);

/** Several connections that feed one Bolt app. */
export function openSocketMode(appToken: Secret, apiUrl: string | null, log: Log): SocketMode {
  let app: App | null = null;

  async function serve(envelope: Envelope): Promise<void> {
    const { type, body } = envelope;
    if (type === EVENTLESS) {
      log.warn({ type: body.type }, 'Slack sent no event, but word of one');
      await envelope.ack();
      return;
    }
    let acked = false;
    const ack: Envelope['ack'] = (response) => {
      acked = true;
      return envelope.ack(response);
    };
    const failed = await app?.processEvent({ ...envelope, ack }).then(
      () => null,
      (error: unknown) => ({ error }),
    );
    if (acked) return;
    // Over Socket Mode nobody else notices. A form stays open with what was typed, as Slack says that it failed.
    const { reference } = explain(failed?.error ?? new Error(`${type}: nobody listens`), log);
    if (type !== 'slash_commands') return;
    await envelope.ack({ response_type: 'ephemeral', ...lastResort(reference) });
  }

  const connections = openConnections(
    () =>
      openConnection(
        {
          appToken: appToken.reveal(),
          // New ones for each: the library's client writes into what it is given.
          clientOptions: clientOptions(apiUrl, log),
          logger: slackLogger(log),
        },
        (envelope) =>
          serve(envelope).catch((error: unknown) =>
            log.warn({ err: error }, 'an ack could not be sent'),
          ),
        log,
      ),
    log,
    refusal,
  );
  return {
    receiver: {
      init(bolt) {
        app = bolt;
      },
      async start() {},
      async stop() {},
    },
    connected: () => connections.open > 0,
    start: connections.start,
    stop: connections.stop,
  };
}

function refusal(error: unknown): StartupError | null {
  const code = error instanceof WebAPIPlatformError ? error.data.error : '';
  if (!tokenRefused.has(code)) return null;
  return new StartupError(
    [
      {
        what: `Slack refuses SLACK_APP_TOKEN (${code}).`,
        fix: 'Create an app-level token with connections:write for this app, and turn Socket Mode on.',
      },
    ],
    error,
  );
}
