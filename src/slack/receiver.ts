import { App, HTTPReceiver, LogLevel, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Config } from '../config.ts';
import type { HttpServer } from '../health.ts';
import type { Log } from '../log.ts';
import { clientOptions, slackLogger } from './clients.ts';

export interface SlackApp {
  app: App;
  start(): Promise<void>;
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
      async stop() {},
    };
  }
  const receiver = new SocketModeReceiver({
    appToken: slack.receive.appToken.reveal(),
    logger,
    installerOptions: { clientOptions: clientOptions(slack.apiUrl, log) },
  });
  return {
    app: app(receiver),
    async start() {
      await receiver.start();
    },
    async stop() {
      await receiver.client.disconnect();
    },
  };
}
