import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openDemo } from '../../src/demo/open-demo.ts';
import { bundlePage } from '../../src/emulator/window/bundle.ts';
import { openLog } from '../../src/log.ts';
import { noBrowser, openBrowser } from './chromium.ts';
import { mouse } from './players.ts';

// Takes the README's pictures: `npm run pictures`. Those of single views come from the gallery.

const folder = join(import.meta.dirname, '../../docs/pictures');

/** Picture → the feature and name of the view in the gallery. */
export const views: Record<string, readonly [feature: string, name: string]> = {
  'account-card': ['accounts', 'An account’s card, for an Admin'],
  'create-account': ['accounts', 'Create account, for whoever needs a second person'],
  'approval-card': ['approvals', 'A request, waiting'],
  'tts-clear': ['tts-cache', 'Clear several, while they are counted'],
  receipt: ['changes', 'A receipt with a difference'],
  progress: ['changes', 'Several under way, with Stop'],
  'bucket-test': ['recording', 'It does not work: why, and the policy that mends it'],
  alarm: ['recording-heartbeat', 'Several, one of them recovered'],
  can: ['access', 'No, not by their scope'],
  audit: ['audit', 'A page of the audit'],
  refused: ['slack', 'Refused: no scope has this right'],
  home: ['home', 'Home of an Admin for whom requests wait'],
};

async function takePictures(): Promise<void> {
  if (noBrowser) throw new Error(noBrowser);
  const dataDir = mkdtempSync(join(tmpdir(), 'pictures-'));
  const [browser, assets] = await Promise.all([openBrowser(), bundlePage()]);
  const demo = await openDemo({ dataDir, port: 0, assets, log: openLog('silent') });
  try {
    const page = await browser.newPage({
      viewport: { width: 1280, height: 800 },
      deviceScaleFactor: 1.5,
      colorScheme: 'light',
    });
    await page.goto(demo.url);
    await takeDemo(page);
    await page.goto(`${demo.url}/#gallery`);
    await page.addStyleTag({ content: '.gallery > .pane-head { position: static !important; }' });
    for (const [file, [feature, name]] of Object.entries(views))
      await takeView(page, file, feature, name);
  } finally {
    await browser.close();
    await demo[Symbol.asyncDispose]();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The whole page: a request in #approvals, with the tour beside it. */
async function takeDemo(page: Page): Promise<void> {
  const player = mouse(page);
  await player.becomes('tia', 'voiceOps');
  await player.types('/vg account create');
  await player.meets('Create account');
  await player.fills('Account name', 'Acme Baltics');
  await player.fills('SIP Realm', 'acme-baltics.northwind.example');
  await player.fills('Reason', 'Their contact centre in Riga opens in December.');
  await player.submits('Ask');
  await player.becomes('ada', 'approvals');
  await player.reads('Create account Acme Baltics');
  await page.mouse.move(640, 5);
  await page.screenshot({ path: join(folder, 'demo.png') });
}

async function takeView(page: Page, file: string, feature: string, name: string): Promise<void> {
  const id = `${feature}-${name}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const view = page.locator(`[id="${id}"] .specimen`);
  await view.scrollIntoViewIfNeeded();
  await view.screenshot({ path: join(folder, `${file}.png`) });
}

if (import.meta.main) await takePictures();
