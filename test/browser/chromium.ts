import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian puts its browser; elsewhere, what CHROMIUM names. */
export const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Why the tests in a browser cannot run here; `null` where they can. */
export const noBrowser = existsSync(executablePath)
  ? null
  : `no browser at ${executablePath}: install chromium, or set CHROMIUM`;

/** A browser that asks nobody but us: its own background requests are off. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      // Chromium refuses to run as root with its sandbox, as CI does.
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--disable-gpu',
    ],
  });
}
