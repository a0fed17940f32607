import { z } from 'zod';
import { type AnyKind, defineChange, type Words } from '../../changes/change.ts';
import { AccountSid, CallSid, ProviderSid } from '../../ids.ts';
import { requireRight } from '../access/access.ts';
import type { CallsGateway, RecordingLook } from './calls-gateway.ts';
import { noRecording } from './recording-trouble.ts';

/** The call whose recording is deleted: by its SID and its time, since its numbers are nobody's business in a journal. */
export const DeleteRecordingInput = z.object({
  accountSid: AccountSid,
  providerSid: ProviderSid,
  accountName: z.string(),
  providerName: z.string(),
  callSid: CallSid,
  /** When the call was made. */
  at: z.iso.datetime(),
});
export type DeleteRecordingInput = z.infer<typeof DeleteRecordingInput>;

const Seen = z.object({ there: z.boolean() });
type Seen = z.infer<typeof Seen>;

/** What deleting means, said before and after. */
export const DELETED_FOR_GOOD = 'A deleted recording cannot be brought back.';

/** What people are told of it, before and after. */
export const deletionInWords = {
  describe: (input) => ({
    what: `delete the recording of a call of ${input.accountName}`,
    target: input.accountName,
    facts: factsOf(input),
  }),
  outcome: (input) => ({
    did: `deleted the recording of a call of ${input.accountName}`,
    facts: factsOf(input),
  }),
  noUndo: DELETED_FOR_GOOD,
} satisfies Words<DeleteRecordingInput, Seen>;

/** Deletes the recording of one call from its account's bucket. */
export function deleteRecording({
  gateway,
  command,
}: {
  gateway: Pick<CallsGateway, 'recording' | 'deleteRecording'>;
  command: string;
}): AnyKind {
  const look = ({ accountSid, callSid }: DeleteRecordingInput): Promise<RecordingLook> =>
    gateway.recording(accountSid, callSid, 1);
  return defineChange<DeleteRecordingInput, Seen>({
    kind: 'calls delete',
    input: DeleteRecordingInput,
    seen: Seen,
    // Other changes of the account do not wait for its bucket.
    about: ({ accountSid, providerSid, callSid }) => ({
      lane: `call/${callSid}`,
      accountSid,
      providerSid,
    }),
    action: () => 'calls delete',
    authorize(actor, { accountSid, providerSid }) {
      requireRight(actor, 'calls delete', { kind: 'account', accountSid, providerSid });
    },
    ...deletionInWords,
    effect: {
      where: 'gateway',
      async before(input) {
        const found = await look(input);
        if (!found.found) throw noRecording(found.absence, found.why);
        return { there: true };
      },
      write: ({ accountSid, callSid }) => gateway.deleteRecording(accountSid, callSid),
      async readBack(input) {
        const found = await look(input);
        if (found.found) {
          return { found: 'not done', seen: { there: true }, why: 'The recording is still there.' };
        }
        if (found.absence === 'missing') return { found: 'done', seen: { there: false } };
        return {
          found: 'cannot tell',
          why: `The bucket does not say whether it is gone.${found.why === null ? '' : ` ${found.why}`}`,
        };
      },
      repeatable: true,
      howToLook: `Press Listen at the call in ${command} calls <account>: what is deleted is not there. If in doubt, delete it again.`,
    },
  });
}

function factsOf({ callSid, at, providerName }: DeleteRecordingInput) {
  return [
    { label: 'Call', value: callSid },
    { label: 'Made', value: `${at.slice(0, 16).replace('T', ' ')} UTC` },
    { label: 'Service Provider', value: providerName },
  ];
}
