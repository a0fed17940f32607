import { expect, test } from 'vitest';
import { validateMessage } from '../../src/emulator/rules/message.ts';
import { entry } from '../../src/features/audit/audit.gallery.ts';
import { auditMessage } from '../../src/features/audit/audit.view.ts';
import { cast } from '../../src/gallery/cast.ts';

const hostile = '<!channel> *bold* `code` \u202Eevil & <@U1>';

test('whatever was recorded pings nobody, breaks nothing and fits', () => {
  const facts = Array.from({ length: 30 }, (_, index) => ({
    label: `Label ${index}`,
    value: hostile + '&'.repeat(2000),
    was: '<'.repeat(2000),
  }));
  const wild = entry(12, cast.ada, {
    target: `${hostile}${'&'.repeat(3000)}`,
    action: 'tts clear',
    detail: { facts, reason: hostile.repeat(50), failure: { message: '>'.repeat(3000) } },
  });
  const message = auditMessage({
    about: null,
    older: null,
    newer: null,
    entries: Array.from({ length: 8 }, () => wild),
  });
  expect(validateMessage(message)).toEqual([]);
  expect(JSON.stringify(message)).not.toMatch(/<!channel>|<@U1>|\u202E/);
});
