import { actions, context, type Message, message, section } from '../../slack/blocks.ts';
import { bold, join, type Mrkdwn, mrkdwn, number, shortened } from '../../slack/mrkdwn.ts';
import type { AccountSummary } from '../accounts/account.ts';
import {
  type Delivery,
  daysLeft,
  type TestedWebhook,
  TIME_LIMIT,
  type Timing,
  type TlsSeen,
  verdictOn,
} from './webhook-test.ts';
import { testButton, webhookLine } from './webhooks.view.ts';

/** Characters of an issuer's name that are shown: it is the receiver's own word. */
const ISSUER_SHOWN = 80;
const NAME_SHOWN = 100;

/** Said at once: a test may take until its time limit. */
export function testingWebhooks(
  account: AccountSummary,
  tested: readonly Pick<TestedWebhook, 'label'>[],
): Message {
  const labels = tested.map(({ label }) => label).join(' and ');
  const name = shortened(account.name, NAME_SHOWN);
  const most = TIME_LIMIT / 1000;
  return message(
    section(mrkdwn`Testing the ${labels} of ${name}: it takes at most ${most} seconds.`),
  );
}

/** What came of the test of each webhook, and what to fix. */
export function webhookTestResult(shown: {
  account: AccountSummary;
  results: readonly (TestedWebhook & { delivery: Delivery })[];
  now: Date;
}): Message {
  const { account, results, now } = shown;
  const name = shortened(account.name, NAME_SHOWN);
  return message(
    section(mrkdwn`${bold(`Webhook test of ${name}`)}`),
    ...results.map((result) => section(join(resultLines(result, now), '\n'))),
    context(
      mrkdwn`Each got one signed event, marked as a test. Redirects are not followed, and what is answered is not shown.`,
    ),
    actions(testButton('Test again', account)),
  );
}

function resultLines(
  { label, webhook, delivery }: TestedWebhook & { delivery: Delivery },
  now: Date,
): Mrkdwn[] {
  const { works, happened, fixes } = verdictOn(delivery, webhook, now);
  const verdict = works ? bold('It works.') : bold('It does not work.');
  return [
    webhookLine(label, webhook),
    mrkdwn`${verdict} ${happened}`,
    mrkdwn`${bold('Latency:')} ${latency(delivery.timing)}`,
    ...(delivery.tls ? [tlsLine(delivery.tls, now)] : []),
    ...fixes.map((fix) => mrkdwn`${bold('What to fix:')} ${fix}`),
  ];
}

function latency({ total, dns, connect, tls, firstByte }: Timing): string {
  const parts = [
    ['DNS', dns],
    ['connect', connect],
    ['TLS', tls],
    ['first byte', firstByte],
  ] as const;
  const known = parts.flatMap(([part, ms]) => (ms === null ? [] : `${part} ${milliseconds(ms)}`));
  const split = known.length > 0 ? ` (${known.join(', ')})` : '';
  return `${milliseconds(total)}${split}`;
}

function milliseconds(ms: number): string {
  return `${number(Math.round(ms))} ms`;
}

function tlsLine(tls: TlsSeen, now: Date): Mrkdwn {
  const left = daysLeft(tls, now);
  const on = Number.isNaN(tls.validTo.getTime()) ? '' : tls.validTo.toISOString().slice(0, 10);
  const days = Math.abs(left) === 1 ? 'day' : 'days';
  const ends =
    left < 0
      ? `expired ${number(-left)} ${days} ago (${on})`
      : `expires in ${number(left)} ${days} (${on})`;
  const issuer = shortened(tls.issuer, ISSUER_SHOWN);
  return mrkdwn`${bold('TLS:')} ${tls.protocol ?? 'unknown protocol'}, certificate by ${issuer}, ${ends}`;
}
