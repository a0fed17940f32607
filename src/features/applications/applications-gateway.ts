import { z } from 'zod';
import type { AccountSid, ApplicationSid } from '../../ids.ts';
import type { NamedApplication, Page } from '../accounts/account.ts';

/** Where a gateway asks what to do with a call, or tells how it goes. Its URL may hold a password: see `asShown`. */
export const ApplicationWebhook = z.object({ url: z.string(), method: z.enum(['GET', 'POST']) });
export type ApplicationWebhook = z.infer<typeof ApplicationWebhook>;

/** What is set of an application. A webhook is `null` only where it was never set: older gateways have such. */
export const ApplicationSettings = z.object({
  name: z.string(),
  callingWebhook: ApplicationWebhook.nullable(),
  callStatusWebhook: ApplicationWebhook.nullable(),
  recordAllCalls: z.boolean(),
});
export type ApplicationSettings = z.infer<typeof ApplicationSettings>;

/** The calls for which an account chooses one of its applications, in the portal's words. */
export type ChosenFor = 'SIP device calls' | 'SIPREC calls';

export interface Application extends ApplicationSettings {
  sid: ApplicationSid;
  /** For which calls its account has chosen it. */
  chosenFor: ChosenFor[];
}

/**
 * What applications need of a gateway. Every method may reject with a `BotError`: `unavailable` (with
 * `mayHaveHappened` where a write's answer was lost), `not_found` for an account or application that is not there,
 * `conflict`, or `invalid` with `fields`.
 */
export interface ApplicationsGateway {
  /** An account's applications in order of their name, a page of 1–100. `invalid` where `after` is no cursor. */
  applications(
    account: AccountSid,
    page: { after?: string; limit: number },
  ): Promise<Page<Application>>;
  /** Those whose name has words that begin so, in order of their name; all of them for an empty text. At most `limit`. */
  suggestApplications(
    account: AccountSid,
    text: string,
    limit: number,
  ): Promise<NamedApplication[]>;
  /** The application, or `null` where the account has none of this SID or is not there. */
  application(account: AccountSid, sid: ApplicationSid): Promise<Application | null>;
  /** The account's application of this name, without regard to case: the read-back of a creation. */
  applicationNamed(account: AccountSid, name: string): Promise<Application | null>;
  /** Adds one; the gateway generates its SID. `conflict` with `fields.name` where the account has one of this name. */
  addApplication(account: AccountSid, settings: ApplicationSettings): Promise<Application>;
  /** Sets all of it. `conflict` where it is not as expected any more, or, with `fields.name`, where the name is taken. */
  changeApplication(
    account: AccountSid,
    sid: ApplicationSid,
    expected: ApplicationSettings,
    settings: ApplicationSettings,
  ): Promise<void>;
  /** Removes it. `conflict` while its account has chosen it. */
  removeApplication(account: AccountSid, sid: ApplicationSid): Promise<void>;
}
