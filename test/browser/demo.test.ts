import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cast, channelIds } from '../../src/demo/world.ts';
import type { Asset } from '../../src/emulator/model.ts';
import { bundlePage } from '../../src/emulator/window/bundle.ts';
import { seriousViolations } from './accessibility.ts';
import { noBrowser, openBrowser } from './chromium.ts';
import { keyboard, mouse, people } from './players.ts';
import { firstFiveMinutes } from './scenario.ts';
import { openStage } from './stage.ts';

describe.skipIf(noBrowser)(`the demo in a browser${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  let browser: Browser;
  let assets: ReadonlyMap<string, Asset>;
  beforeAll(async () => {
    [browser, assets] = await Promise.all([openBrowser(), bundlePage()]);
  });
  afterAll(() => browser.close());
  const open = (options: { width?: number; dark?: boolean } = {}) =>
    openStage({ browser, assets, ...options });

  test('the first five minutes are played by the tests’ people', async () => {
    await using stage = await open();
    await firstFiveMinutes(people(stage.demo));
  });

  test('the same first five minutes by mouse, and the tour ticks them off', async () => {
    await using stage = await open();
    const { page } = stage;
    await firstFiveMinutes(mouse(page));
    const done = page.getByRole('complementary').locator('li.done h3');
    await expect
      .poll(() => done.allInnerTexts())
      .toEqual([
        expect.stringContaining('Ask for an account'),
        expect.stringContaining('Approve it'),
        expect.stringContaining('Clear a TTS cache'),
        expect.stringContaining('Be refused'),
      ]);
  });

  test('the same first five minutes by keyboard alone', async () => {
    await using stage = await open();
    await firstFiveMinutes(keyboard(stage.page));
  });

  test('a step of the tour leads to its person and place, with the command typed', async () => {
    await using stage = await open();
    const { page } = stage;
    await page.getByRole('button', { name: 'As Sam: /vg acme' }).click();
    await page.getByRole('radio', { name: /^Sam/, checked: true }).waitFor({ state: 'attached' });
    const composer = page.getByRole('combobox', { name: 'Message #voice-ops' });
    await expect.poll(() => composer.inputValue()).toBe('/vg acme');
    await composer.press('Enter');
    await page.getByText('Several accounts match').waitFor();
  });

  test('a link to somebody whom nobody knows leads to the workspace all the same', async () => {
    await using stage = await open();
    const { page, demo } = stage;
    await page.goto(`${demo.url}/#U0NOBODY/C0NOWHERE`);
    await page.getByRole('log', { name: 'Messages in #voice-ops' }).waitFor();
    await page.getByRole('radio', { name: /^Ada/, checked: true }).waitFor({ state: 'attached' });
  });

  test('what was typed is there when they come back, and the tour types once', async () => {
    await using stage = await open();
    const { page } = stage;
    const player = mouse(page);
    const composer = page.getByRole('combobox', { name: /^Message / });
    await page.getByRole('button', { name: 'As Sam: /vg acme' }).click();
    await expect.poll(() => composer.inputValue()).toBe('/vg acme');
    await composer.press('Enter');
    await page.getByText('Several accounts match').waitFor();
    await player.becomes('sam', 'dm');
    expect(await composer.inputValue()).toBe('');
    await composer.fill('half a sent');
    await player.becomes('ada', 'voiceOps');
    expect(await composer.inputValue()).toBe('');
    await player.becomes('sam', 'dm');
    expect(await composer.inputValue()).toBe('half a sent');
  });

  test('a form begins at what is to be filled in', async () => {
    await using stage = await open();
    const { page } = stage;
    const player = mouse(page);
    const focused = () => page.getByRole('dialog').locator(':focus').getAttribute('id');
    const idOf = (label: string) => page.getByRole('dialog').getByLabel(label).getAttribute('id');
    await player.types('/vg account create');
    await player.meets('Create account');
    await expect.poll(focused).toBe(await idOf('Account name'));
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await player.types('/vg tts clear "Acme Nordics"');
    await player.meets('Clear TTS cache');
    await player.reads('Acme Nordics');
    const field = page.getByRole('combobox', { name: 'Accounts' });
    await expect.poll(focused).toBe(await field.getAttribute('id'));
  });

  test('on a phone nothing is wider than it, and whoever one becomes is in view', async () => {
    await using stage = await open({ width: 390 });
    const { page } = stage;
    const wide = () => page.evaluate('document.documentElement.scrollWidth');
    expect(await wide()).toBe(390);
    await page.getByRole('button', { name: 'Channels' }).click();
    const nav = page.getByRole('navigation', { name: 'Channels' });
    await nav.waitFor();
    await page.getByRole('button', { name: 'As Eve: /vg tts clear Acme Telecom' }).click();
    await nav.waitFor({ state: 'hidden' });
    const eve = page.getByRole('group', { name: 'You are' }).locator('label', { hasText: 'Eve' });
    await expect
      .poll(async () => {
        const box = await eve.boundingBox();
        return box !== null && box.x >= 0 && box.x + box.width <= 390;
      })
      .toBe(true);
    expect(await wide()).toBe(390);
  });

  test('what passes between Slack and the bot is shown, signed and timed', async () => {
    await using stage = await open();
    const { page } = stage;
    await mouse(page).types('/vg me');
    await page.getByText('You hold').waitFor();
    await page.getByRole('tab', { name: 'Requests' }).click();
    const command = page.locator('.requests li').filter({ hasText: 'slash_command' }).first();
    await expect.poll(() => command.innerText()).toMatch(/acked 200 in [\d.]+ ms/);
    await command.locator('summary').click();
    await expect.poll(() => command.innerText()).toMatch(/x-slack-signature: v0=[0-9a-f]{64}/);
    await expect.poll(() => command.innerText()).toContain('"text": "me"');
  });

  test('completes commands, people and shortcuts as they are typed', async () => {
    await using stage = await open();
    const { page } = stage;
    const composer = page.getByRole('combobox', { name: 'Message #voice-ops' });
    const offered = () => page.getByRole('option').allInnerTexts();
    await composer.fill('/');
    await expect
      .poll(offered)
      .toEqual([
        expect.stringContaining('/vg'),
        expect.stringContaining('Create account'),
        expect.stringContaining('Clear TTS cache'),
      ]);
    await composer.press('Enter');
    expect(await composer.inputValue()).toBe('/vg ');
    await composer.pressSequentially('acc');
    await expect.poll(offered).toContainEqual(expect.stringContaining('access grant @user'));
    await composer.press('ArrowDown');
    await composer.press('Tab');
    await expect.poll(() => composer.inputValue()).toMatch(/^\/vg acc\w+ \w+ $/);
    await composer.fill('hello @ti');
    await expect.poll(offered).toEqual([expect.stringContaining('@Tia')]);
    await composer.press('Enter');
    expect(await composer.inputValue()).toBe('hello @Tia ');
    await composer.press('Enter');
    await page.getByRole('log').getByText('@Tia').waitFor();
    await composer.fill('/create');
    await composer.press('Enter');
    await page.getByRole('dialog', { name: 'Create account' }).waitFor();
  });

  test('what cannot be sent is said, and stays typed', async () => {
    await using stage = await open();
    const { page } = stage;
    const composer = page.getByRole('combobox', { name: 'Message #voice-ops' });
    await composer.fill('/other thing');
    await composer.press('Enter');
    await page.getByRole('alert').getByText('/other is not a valid command').waitFor();
    expect(await composer.inputValue()).toBe('/other thing');
  });

  test('a message shortcut answers in the thread; others see it, live and as unread', async () => {
    await using stage = await open();
    const { page, demo } = stage;
    const player = mouse(page);
    await player.becomes('olu', 'voiceOps');
    const greeting = page.locator('article').filter({ hasText: 'still hear the old greeting' });
    await greeting.hover();
    await greeting.getByRole('button', { name: 'Clear TTS cache' }).click();
    await player.meets('Clear TTS cache');
    await player.reads('Acme Telecom');
    await player.submits('Clear');
    await greeting.getByRole('button', { name: '1 reply' }).click();
    const thread = page.getByRole('region', { name: 'Thread' });
    await thread.getByText('cleared the TTS cache of Acme Telecom').waitFor();
    await thread.getByRole('combobox').fill('Thanks!');
    await thread.getByRole('combobox').press('Enter');
    await thread.getByText('Thanks!').waitFor();

    await player.becomes('sam', 'dm');
    const nav = page.getByRole('navigation', { name: 'Channels' });
    const { ben } = demo.world.people;
    const before = await nav.getByRole('button', { name: /voice-ops/ }).innerText();
    await ben.says('Anyone there?', { in: demo.world.voiceOps });
    await expect
      .poll(() => nav.getByRole('button', { name: /voice-ops/ }).innerText())
      .not.toBe(before);
    await nav.getByRole('button', { name: /voice-ops/ }).click();
    await expect
      .poll(() => nav.getByRole('button', { name: /voice-ops/ }).innerText())
      .not.toContain('unread');
  });

  test('accounts are found by typing, chosen with arrows, and taken away again', async () => {
    await using stage = await open();
    const { page } = stage;
    const player = mouse(page);
    await player.becomes('olu', 'voiceOps');
    await player.types('/vg tts clear "Acme Nordics"');
    await player.meets('Clear TTS cache');
    const field = page.getByRole('combobox', { name: 'Accounts' });
    await field.pressSequentially('globex sup');
    await page.getByRole('option', { name: /Globex Support/ }).waitFor();
    await field.press('ArrowDown');
    await field.press('Enter');
    const chips = page.getByRole('list', { name: 'Accounts: chosen' }).getByRole('listitem');
    await expect.poll(() => chips.count()).toBe(2);
    // The form is drawn anew with both counts; Escape closes the list and not the form.
    await player.reads('Globex Support · Northwind Voice:');
    await field.click();
    await page.getByRole('listbox').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Remove Acme Nordics' }).click();
    await expect.poll(() => chips.allInnerTexts()).toEqual([expect.stringContaining('Globex')]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Clear TTS cache' }).waitFor({ state: 'hidden' });
  });

  test('Home and Messages are the app’s tabs, and a confirm dialog can be left', async () => {
    await using stage = await open();
    const { page, demo } = stage;
    const { tia } = demo.world.people;
    await tia.types('/vg account create');
    await tia.fills({ 'Account name': 'Late', 'SIP Realm': 'late.example.com', Reason: 'Why not' });
    await tia.submits();
    const player = mouse(page);
    await player.becomes('ada', 'dm');
    await page.getByRole('tab', { name: 'Home' }).click();
    await page.getByRole('main').getByText('Waits for you').waitFor();
    await page.getByRole('main').getByText('Create account Late').waitFor();
    await page.getByRole('tab', { name: 'Messages' }).click();
    await page.getByRole('log', { name: 'Messages in Switchboard' }).waitFor();

    await player.becomes('tia', 'dm');
    await player.clicks('Withdraw');
    const confirm = page.getByRole('dialog').last();
    await confirm.waitFor();
    await page.keyboard.press('Escape');
    await confirm.waitFor({ state: 'hidden' });
    await player.reads('Withdraw');
  });

  test.each([
    ['light', { dark: false }],
    ['dark', { dark: true }],
    ['on a phone', { width: 390 }],
  ])('a screen reader can use it: no serious violation, %s', async (_how, options) => {
    await using stage = await open(options);
    const { page, demo } = stage;
    const player = mouse(page);
    expect(await seriousViolations(page)).toEqual([]);
    await page.goto(`${demo.url}/#${cast.tia.id}/${channelIds.voiceOps}`);
    await player.types('/vg account create');
    await player.meets('Create account');
    await player.submits('Ask');
    await page.getByRole('alert').first().waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await player.types('/vg help');
    await page.getByText('What you can do', { exact: true }).waitFor();
    await page.getByRole('tab', { name: 'Requests' }).click();
    await page.locator('.requests summary').first().click();
    await page.getByRole('combobox', { name: /^Message/ }).fill('/vg a');
    expect(await seriousViolations(page)).toEqual([]);
    await page.goto(`${demo.url}/#${cast.ada.id}/home`);
    await page.getByRole('main').getByText('Your accounts').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
  });

  test('the gallery draws every view, in both widths', async () => {
    await using stage = await open();
    const { page } = stage;
    const figures = page.locator('figure');
    await page.getByRole('link', { name: 'Gallery' }).click();
    await figures.first().waitFor();
    await page.getByRole('button', { name: 'Back to the workspace' }).click();
    await page.getByRole('log').waitFor();

    await page.getByRole('link', { name: 'Gallery' }).click();
    const title = await page.getByRole('heading', { name: /^Gallery: [1-9]/ }).innerText();
    const count = Number(title.replaceAll(/\D/g, ''));
    expect(count).toBeGreaterThan(200);
    await expect.poll(() => figures.count()).toBe(count);
    expect(await page.locator('.not-drawn').allInnerTexts()).toEqual([]);
    await page.getByRole('button', { name: 'Phone width' }).click();
    const overflowing = await page.evaluate(
      `[...document.querySelectorAll('.specimen')]
        .filter((one) => one.scrollWidth > one.clientWidth + 1)
        .map((one) => one.textContent)`,
    );
    expect(overflowing).toEqual([]);
    // Drawn by the same few components, so that every eighth of each feature says it of all.
    await page.evaluate(
      "document.querySelectorAll('figure:not(:nth-of-type(8n + 1))').forEach((one) => one.remove())",
    );
    expect(await seriousViolations(page)).toEqual([]);
  });
});
