import { App, LogLevel } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WorkspaceOptions } from '../../src/emulator/model.ts';
import { startWorkspace, type Workspace } from '../../src/emulator/workspace.ts';

const quiet = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, setName() {} };

/** A workspace with a real Bolt app in it; the test adds the listeners that it needs. */
export async function startTogether(options: WorkspaceOptions = {}): Promise<Together> {
  const workspace = await startWorkspace(options);
  const app = new App({
    token: workspace.botToken,
    signingSecret: workspace.signingSecret,
    clientOptions: { slackApiUrl: workspace.apiUrl, retryConfig: { retries: 0 }, timeout: 3000 },
    logLevel: LogLevel.ERROR,
    logger: { ...quiet, getLevel: () => LogLevel.ERROR },
  });
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  // Bolt asks who it is when it is made, and nobody waits for the answer.
  await app.client.auth.test();
  const address = 'address' in server ? server.address() : null;
  if (address === null || typeof address === 'string') throw new Error('no port');
  workspace.connect(`http://127.0.0.1:${address.port}/slack/events`);
  return {
    workspace,
    app,
    async [Symbol.asyncDispose]() {
      await app.stop();
      await workspace[Symbol.asyncDispose]();
    },
  };
}

export interface Together extends AsyncDisposable {
  workspace: Workspace;
  app: App;
}

/** A modal with these blocks. */
export function modal(blocks: ModalView['blocks'], more: Partial<ModalView> = {}): ModalView {
  return {
    type: 'modal',
    callback_id: 'form',
    title: { type: 'plain_text', text: 'Create account' },
    submit: { type: 'plain_text', text: 'Create' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks,
    ...more,
  };
}

/** An input block that people call by this label. */
export function textInput(label: string, id: string): ModalView['blocks'][number] {
  return {
    type: 'input',
    block_id: id,
    label: { type: 'plain_text', text: label },
    element: { type: 'plain_text_input', action_id: id },
  };
}
