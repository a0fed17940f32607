import { App, HTTPReceiver, LogLevel, type Receiver, SocketModeReceiver } from '@slack/bolt';
import { WebAPIPlatformError } from '@slack/web-api';
import type { Config } from '../config.ts';
import { StartupError } from '../errors.ts';
import type { HttpServer } from '../health.ts';
import type { Log } from '../log.ts';
import { clientOptions, slackLogger } from './clients.ts';

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

/** Bolt over HTTP (on our own server) or Socket Mode. It asks Slack nothing by itself: `identity` is known. */
export function openApp(
  { slack }: Pick<Config, 'slack'>,
  identity: BotIdentity,
  http: HttpServer,
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
  if (slack.receive.kind === 'http') {
    const receiver = new HTTPReceiver({
      signingSecret: slack.receive.signingSecret.reveal(),
      logger,
    });
    return {
      app: app(receiver),
      async start() {
        http.serveSlack(receiver.requestListener);
      },
      connected: () => true,
      async stop() {},
    };
  }
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
