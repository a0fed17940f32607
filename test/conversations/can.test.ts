import { expect, test } from 'vitest';
import { openHouse } from '../bot.ts';

test('an Admin learns who may do what, by which rule and which grant', async () => {
  await using house = await openHouse();
  const { ada } = house;
  await ada.types('/vg can @tia tts clear Tiny');
  const yes = await ada.waitsFor('Yes. @tia may clear an account');
  expect(yes.plain).toContain('(Tiny)');
  expect(yes.plain).toContain('Rule: Admin, Service Provider, Account and on-call scopes may');
  expect(yes.plain).toContain('By: Account scope on Tiny, without an end');
  expect(yes.plain).toContain('Second person: not needed');
  expect(yes.ephemeral).toBe(true);

  await ada.types('/vg can @tia tts clear --all');
  const no = await ada.waitsFor('No. @tia may not clear the TTS cache of every account');
  expect(no.plain).toContain('Rule: Admin and on-call scopes may');
  expect(no.plain).toContain('Why not: None of their scopes has this right.');
  expect(no.plain).toContain('Who could: @ada, @ben');

  await ada.types('/vg can @eve account show Tiny');
  const nobody = await ada.waitsFor('No. @eve may not see an account');
  expect(nobody.plain).toContain('Why not: Nobody has mapped them.');
  expect(nobody.plain).toContain('Who could: @ada, @ben, @sam');
});

test('the words are those of the command, in any of its forms', async () => {
  await using house = await openHouse();
  const { ada } = house;
  const asked: [string, RegExp][] = [
    ['@sam accounts new Default', /Yes\. @sam may create an account, or ask for one \(Default\)/],
    ['@sam access grant account Tiny', /Yes\. @sam may map people to Account scope \(Tiny\)/],
    ['@sam access grant admin', /No\. @sam may not grant Admin scope/],
    ['@sam access revoke @tia account Tiny', /Yes\. @sam may revoke Account scope \(Tiny\)/],
    ['@olu tts flush “tiny”', /Yes\. @olu may clear an account's TTS cache \(Tiny\)/],
    ['@olu Tiny', /Yes\. @olu may see an account's settings \(Tiny\)/],
    ['@eve me', /Yes\. @eve may see what they hold/],
    ['@ada audit verify', /Yes\. @ada may verify the audit chain/],
    ['@tia approvals decide', /No\. @tia may not decide requests/],
  ];
  for (const [words, answer] of asked) {
    await ada.types(`/vg can ${words}`);
    await ada.waitsFor(answer);
  }
});

test('it tells what needs a second person', async () => {
  await using house = await openHouse();
  const { ada } = house;
  await ada.types('/vg can @sam account create Default');
  const sam = await ada.waitsFor('Yes. @sam may create');
  expect(sam.plain).toContain('Second person: needed');
  expect(sam.plain).toContain('Who could decide: @ada, @ben');
  await ada.types('/vg can @tia account create');
  const tia = await ada.waitsFor('Yes. @tia may create');
  expect(tia.plain).toContain('Who could decide: @ada, @ben, @sam');
  await ada.types('/vg can @ben account create Default');
  const announced = await ada.waitsFor('Yes. @ben may create');
  expect(announced.plain).toContain('announced in the approvals channel');
  expect(announced.plain).toContain('By: Admin scope, because ADMIN_USERS lists them');
  await ada.types('/vg can @ben access grant admin');
  const grant = await ada.waitsFor('Yes. @ben may grant Admin');
  expect(grant.plain).toContain('Second person: needed');
  expect(grant.plain).toContain('Who could decide: @ada');
  expect(grant.plain).not.toContain('@ada, @ben');
});

test('without an account it says on what they may', async () => {
  await using house = await openHouse();
  await house.ada.types('/vg can @tia tts clear');
  const yes = await house.ada.waitsFor('Yes. @tia may clear an account');
  expect(yes.plain).toContain('By: Account scope on Tiny');
});

test('a Service Provider asks about its tenant alone, and a foreign account gets a missing one’s words', async () => {
  await using house = await openHouse();
  const { ada, sam, eve } = house;
  await house.account('Foreign', 'Otherwise');
  await ada.types('/vg access grant @eve account Foreign');
  await house.settled();
  await sam.types('/vg can @eve tts clear Foreign');
  const foreign = await sam.waitsFor('I find no account “Foreign” in your reach');
  await sam.types('/vg can @eve tts clear Missing');
  const missing = await sam.waitsFor('I find no account “Missing” in your reach');
  const words = (text: string) => text.replace(/ref_\w+|Foreign|Missing/g, '');
  expect(words(foreign.plain)).toBe(words(missing.plain));

  // Not even that Eve is mapped elsewhere.
  for (const words of ['tts clear', 'tts clear Tiny', 'account list']) {
    await sam.types(`/vg can @eve ${words}`);
  }
  await house.settled();
  const answers = sam.messages().filter(({ plain }) => plain.includes('@eve may'));
  expect(answers).toHaveLength(3);
  for (const { plain } of answers) {
    expect(plain).toContain('No. @eve');
    expect(plain).toContain('Why not: None of their grants gives it here.');
    expect(plain).not.toContain('Foreign');
  }
  // Being asked about is nobody's news.
  expect(eve.sees()).not.toContain('@eve may');
});

test('on-call and the unmapped ask about themselves or nobody', async () => {
  await using house = await openHouse();
  const { olu, eve } = house;
  await olu.types('/vg can @olu tts clear Tiny');
  await olu.waitsFor('Yes. @olu may clear');
  await olu.types('/vg can @tia tts clear Tiny');
  await olu.waitsFor('You may not ask who may do what');
  await eve.types('/vg can @eve tts clear Tiny');
  await eve.waitsFor('You have no access yet');
});

test.for<[typed: string, answer: string]>([
  ['/vg can', 'Whom do you ask about?'],
  ['/vg can tts clear Tiny', 'Whom do you ask about?'],
  ['/vg can @nobody tts clear', 'I do not know who “@nobody” is'],
  ['/vg can @tia', 'May they do what?'],
  ['/vg can @tia access grant Tiny', 'I need to know more of “access grant”'],
  ['/vg can @tia tts clear --everything', '“--everything” is no option'],
])('%s is answered: %s', async ([typed, answer]) => {
  await using house = await openHouse();
  await house.ada.types(typed);
  await house.ada.waitsFor(answer);
});
