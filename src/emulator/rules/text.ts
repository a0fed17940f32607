import { bool, byType, type Check, oneOf, shape, string } from './check.ts';

/** A plain_text object of at most so many characters. */
export function plainText(max: number): Check {
  return byType({ plain_text: shape({ text: string(max, 1) }, { emoji: bool }) });
}

/** A plain_text or mrkdwn object of at most so many characters. */
export function anyText(max: number): Check {
  return byType({
    plain_text: shape({ text: string(max, 1) }, { emoji: bool }),
    mrkdwn: shape({ text: string(max, 1) }, { verbatim: bool }),
  });
}

export function mrkdwn(max: number): Check {
  return byType({ mrkdwn: shape({ text: string(max, 1) }, { verbatim: bool }) });
}

/** The dialog that asks "are you sure?" before an element acts. */
export const confirm: Check = shape(
  { text: anyText(300) },
  {
    title: plainText(100),
    confirm: plainText(30),
    deny: plainText(30),
    style: oneOf('primary', 'danger'),
  },
);
