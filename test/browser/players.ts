import type { Locator, Page } from 'playwright-core';
import type { Demo } from '../../src/demo/open-demo.ts';
import { cast, channelIds } from '../../src/demo/world.ts';

export type Name = keyof typeof cast;
export type Room = 'voiceOps' | 'approvals' | 'dm';

/** Somebody who plays the scenario: the tests' people, or a page in a browser by mouse or by keyboard. */
export interface Player {
  /** From now on this person acts, in this channel or in their messages with the bot. */
  becomes(name: Name, room: Room): Promise<void>;
  types(text: string): Promise<void>;
  /** The form with this title opens. */
  meets(title: string): Promise<void>;
  fills(label: string, text: string): Promise<void>;
  submits(button: string): Promise<void>;
  clicks(button: string): Promise<void>;
  /** Waits until this can be read: in a message, or in the open form. */
  reads(text: string): Promise<void>;
}

/** The workspace's own people, without a browser. */
export function people({ world, workspace, bot }: Demo): Player {
  let me = world.people.ada;
  let place = { id: channelIds.voiceOps as string };
  return {
    async becomes(name, room) {
      me = world.people[name];
      place = room === 'dm' ? me.dm : { id: channelIds[room] };
    },
    types: async (text) => void (await me.types(text, { in: place })),
    meets: async (title) => void (await me.waitsForModal(title)),
    fills: (label, text) => me.fills({ [label]: text }),
    submits: async () => void (await me.submits()),
    async clicks(button) {
      await me.clicks(button);
      await workspace.idle();
      await bot.idle();
    },
    async reads(text) {
      if (me.modal?.text.includes(text)) return;
      await me.waitsFor(text, me.modal ? {} : { in: place });
    },
  };
}

/** What is clicked is called by its text, whatever longer name a screen reader has for it. */
function buttonIn(page: Page, text: string): Locator {
  const scope = page.locator('dialog[open]').last().or(page.locator('main')).last();
  return scope
    .locator('button')
    .filter({ hasText: new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`) })
    .last();
}

/** A page in a browser, by mouse: things are found as people find them, by label and text. */
export function mouse(page: Page): Player {
  return {
    async becomes(name, room) {
      const switcher = page.getByRole('group', { name: 'You are' });
      await switcher.locator('label').filter({ hasText: cast[name].name }).click();
      await page
        .getByRole('radio', { name: cast[name].name, checked: true })
        .waitFor({ state: 'attached' });
      const entry = { voiceOps: 'voice-ops', approvals: 'approvals', dm: 'Switchboard' }[room];
      const nav = page.getByRole('navigation', { name: 'Channels' });
      await nav.getByRole('button', { name: entry }).click();
      await page.getByRole('log').first().waitFor();
    },
    async types(text) {
      const composer = page.getByRole('combobox', { name: /^Message / });
      await composer.fill(text);
      await composer.press('Escape');
      await composer.press('Enter');
    },
    meets: (title) => page.getByRole('dialog', { name: title }).waitFor(),
    fills: (label, text) => page.getByRole('dialog').getByLabel(label).fill(text),
    submits: (button) =>
      page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click(),
    clicks: (button) => buttonIn(page, button).click(),
    reads: (text) => expectToRead(page, text),
  };
}

/** The same page by keyboard alone: everything is reached with Tab and used with Enter, Space and arrows. */
export function keyboard(page: Page): Player {
  const { keyboard: keys } = page;

  /** Goes on with Tab (or back) until the focus is on this. */
  async function reach(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await target.waitFor({ state: 'attached' });
    for (let step = 0; step < 150; step += 1) {
      if ((await target.and(page.locator(':focus')).count()) > 0) return;
      await keys.press(key);
    }
    throw new Error(`The keyboard does not reach ${String(target)}`);
  }

  return {
    async becomes(name, room) {
      const names = Object.values(cast).map((one) => one.name);
      const current = page.getByRole('radio', { checked: true });
      await reach(current);
      const at = async () => names.indexOf((await current.inputValue()) as (typeof names)[number]);
      const wanted = names.indexOf(cast[name].name);
      for (let now = await at(); now !== wanted; now = await at()) {
        await keys.press(now < wanted ? 'ArrowRight' : 'ArrowLeft');
        const next = names[now < wanted ? now + 1 : now - 1] ?? '';
        await page.getByRole('radio', { name: next, checked: true }).waitFor({ state: 'attached' });
      }
      const entry = { voiceOps: 'voice-ops', approvals: 'approvals', dm: 'Switchboard' }[room];
      const nav = page.getByRole('navigation', { name: 'Channels' });
      await reach(nav.getByRole('button', { name: entry }));
      await keys.press('Enter');
    },
    async types(text) {
      await reach(page.getByRole('combobox', { name: /^Message / }));
      await keys.type(text);
      await keys.press('Escape');
      await keys.press('Enter');
    },
    meets: (title) => page.getByRole('dialog', { name: title }).waitFor(),
    async fills(label, text) {
      await reach(page.getByRole('dialog').getByLabel(label));
      await keys.press('ControlOrMeta+A');
      await keys.type(text);
    },
    async submits(button) {
      await reach(page.getByRole('dialog').getByRole('button', { name: button, exact: true }));
      await keys.press('Enter');
    },
    async clicks(button) {
      await reach(buttonIn(page, button));
      await keys.press('Space');
    },
    reads: (text) => expectToRead(page, text),
  };
}

async function expectToRead(page: Page, text: string): Promise<void> {
  // A form on top, or the messages: the library breaks a line into pieces, so it is the text of the whole.
  let read = '';
  for (let tries = 0; tries < 100; tries += 1) {
    const shown = await page.locator('dialog[open], [role="log"]').allInnerTexts();
    read = shown.join('\n').replaceAll(/\s+/g, ' ');
    if (read.includes(text)) return;
    await page.waitForTimeout(100);
  }
  throw new Error(`“${text}” is not to be read in: ${read}`);
}
