import type { Config } from '../../src/config.ts';
import { manifest } from '../../src/demo/manifest.ts';
import type { Channel } from '../../src/emulator/model.ts';
import type { Person } from '../../src/emulator/person/person.ts';
import { startWorkspace, type Workspace } from '../../src/emulator/workspace.ts';
import { Secret } from '../../src/secret.ts';

/** The workspace in which databases are left, and found again by later versions: always the same people and ids. */
export interface EarlierWorld {
  workspace: Workspace;
  ada: Person;
  sam: Person;
  tia: Person;
  voiceOps: Channel;
  approvals: Channel;
  config(dataDir: string): Config;
}

export async function openEarlierWorld(): Promise<EarlierWorld> {
  const { features, oauth_config } = manifest;
  const workspace = await startWorkspace({
    command: features.slash_commands.map(({ command }) => command),
    scopes: oauth_config.scopes.bot,
  });
  const ada = workspace.addPerson({ name: 'ada' });
  const sam = workspace.addPerson({ name: 'sam' });
  const tia = workspace.addPerson({ name: 'tia' });
  const voiceOps = workspace.addChannel({ name: 'voice-ops', members: [ada, sam, tia] });
  const approvals = workspace.addChannel({ name: 'approvals', private: true, members: [ada] });
  return {
    workspace,
    ada,
    sam,
    tia,
    voiceOps,
    approvals,
    config: (dataDir) => ({
      slack: {
        botToken: new Secret(workspace.botToken),
        receive: { kind: 'http', signingSecret: new Secret(workspace.signingSecret) },
        apiUrl: workspace.apiUrl,
      },
      secretsKeys: { current: new Secret(Buffer.alloc(32, 7).toString('base64')), old: [] },
      adminUsers: [ada.id],
      channels: { approvals: approvals.id, ops: approvals.id, audit: approvals.id },
      fourEyes: 'others',
      requestDays: 7,
      allowedAddresses: { private: false, ranges: [] },
      widened: [],
      maskNumbers: true,
      command: '/vg',
      host: '127.0.0.1',
      port: 0,
      dataDir,
      metricsPort: null,
      tracing: null,
      logLevel: 'silent',
    }),
  };
}
