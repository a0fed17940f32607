import { App, LogLevel, type Receiver, SocketModeReceiver } from '@slack/bolt';
import { WebAPIPlatformError } from '@slack/web-api';
import type { Config } from '../config.ts';
import { StartupError } from '../errors.ts';
import type { Log } from '../log.ts';
import { clientOptions, slackLogger } from './clients.ts';
import type { HttpReceiver } from './http-receiver.ts';

export interface SlackApp {
  app: App;
  start(): Promise<void>;
  /** Whether Slack can reach us now: always over HTTP, as far as we know; while a socket is open over Socket Mode. */
  connected(): boolean;
  stop(): Promise<void>;
}

/** Who the bot is in Slack, from `auth.test`. */
export interface BotIdentity {
  teamId: string;
  botUserId: string;
  botId: string;
}

/** Bolt over HTTP (where there is its receiver) or Socket Mode. It asks Slack nothing by itself: `identity` is known. */
export function openApp(
  { slack }: Pick<Config, 'slack'>,
  identity: BotIdentity,
  http: HttpReceiver | null,
  log: Log,
): SlackApp {
  const logger = slackLogger(log);
  const token = slack.botToken.reveal();
  const app = (receiver: Receiver) =>
    new App({
      receiver,
      authorize: async () => ({ botToken: token, ...identity }),
      logger,
      logLevel: LogLevel.INFO,
      clientOptions: clientOptions(slack.apiUrl, log),
      convoStore: false,
    });
  if (http) {
    return {
      app: app(http),
      async start() {
        await http.start();
      },
      connected: () => true,
      async stop() {},
    };
  }
  if (slack.receive.kind === 'http') throw new Error('Slack over HTTP needs its receiver.');
  const receiver = new SocketModeReceiver({
    appToken: slack.receive.appToken.reveal(),
    logger,
    installerOptions: { clientOptions: clientOptions(slack.apiUrl, log) },
  });
  let connected = false;
  receiver.client.on('connected', () => {
    connected = true;
  });
  for (const gone of ['disconnected', 'reconnecting', 'disconnecting']) {
    receiver.client.on(gone, () => {
      connected = false;
    });
  }
  return {
    app: app(receiver),
    connected: () => connected,
    async start() {
      try {
        await receiver.start();
      } catch (cause) {
        throw cause instanceof WebAPIPlatformError ? refusedToken(cause) : cause;
      }
    },
    async stop() {
      await receiver.client.disconnect();
    },
  };
}

function refusedToken(cause: WebAPIPlatformError): StartupError {
  return new StartupError(
    [
      {
        what: `Slack refuses SLACK_APP_TOKEN (${cause.data.error}).`,
        fix: 'Create an app-level token with connections:write for this app, and turn Socket Mode on.',
      },
    ],
    cause,
  );
}
