import { App, type RespondArguments, type SlashCommand } from '@slack/bolt';

type Ack = (text: string | RespondArguments) => Promise<void>;

/** Starts a Bolt app with what is Bolt's own: its receiver over HTTP, one command, and nothing else. */
export async function startBare(
  answer: (ack: Ack, command: SlashCommand) => Promise<void>,
): Promise<void> {
  const { SLACK_BOT_TOKEN = '', SLACK_SIGNING_SECRET = '', SLACK_API_URL = '', PORT } = process.env;
  const app = new App({
    token: SLACK_BOT_TOKEN,
    signingSecret: SLACK_SIGNING_SECRET,
    clientOptions: { slackApiUrl: SLACK_API_URL },
  });
  app.command('/vg', ({ ack, command }) => answer(ack, command));
  await app.start(Number(PORT));
}
