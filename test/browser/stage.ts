import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Demo, openDemo } from '../../src/demo/open-demo.ts';
import type { Asset } from '../../src/emulator/model.ts';
import { openLog } from '../../src/log.ts';

/** The demo in a folder of its own, and a page in a browser that looks at it. */
export interface Stage extends AsyncDisposable {
  demo: Demo;
  page: Page;
}

export interface StageOptions {
  browser: Browser;
  assets: ReadonlyMap<string, Asset>;
  width?: number;
  height?: number;
  dark?: boolean;
}

/** Opens both. At the end no console error, no failed and no foreign request may have been seen. */
export async function openStage(options: StageOptions): Promise<Stage> {
  const { browser, assets, width = 1440, height = 900, dark = false } = options;
  const dataDir = mkdtempSync(join(tmpdir(), 'demo-'));
  cpSync(await furnished(assets), dataDir, { recursive: true });
  const demo = await openDemo({ dataDir, port: 0, assets, log: openLog('silent') });
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(90_000);
  const troubles = listenToTroubles(page, demo.url);
  await page.goto(demo.url);
  await page.getByRole('log').waitFor();
  return {
    demo,
    page,
    async [Symbol.asyncDispose]() {
      await context.close();
      await demo[Symbol.asyncDispose]();
      rmSync(dataDir, { recursive: true, force: true });
      expect(troubles).toEqual([]);
      expect(demo.workspace.violations).toEqual([]);
    },
  };
}

let template: Promise<string> | null = null;

/** The data of a demo that was started once: what its first start takes long for. */
function furnished(assets: StageOptions['assets']): Promise<string> {
  template ??= (async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'demo-'));
    const demo = await openDemo({ dataDir, port: 0, assets, log: openLog('silent') });
    await demo[Symbol.asyncDispose]();
    process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
    return dataDir;
  })();
  return template;
}

function listenToTroubles(page: Page, url: string): string[] {
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      troubles.push(`console: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => troubles.push(`page: ${error.message}`));
  page.on('request', (request) => {
    const own = request.url().startsWith(`${url}/`) || request.url().startsWith('data:');
    if (!own) troubles.push(`foreign request: ${request.url()}`);
  });
  return troubles;
}
