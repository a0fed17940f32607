import type { AccountSid } from '../../ids.ts';
import type { SomeSettings } from './settings.ts';

/** What changing settings needs of a gateway. */
export interface SettingsGateway {
  /**
   * Sets what `to` holds, all of it or nothing, where it is as in `from` now; what is left out stays as it is. Rejects
   * with `conflict` where it is something else by now, or (with `fields`) where a name or a SIP realm is taken; with
   * `invalid` and `fields`, such as an application of another account; with `not_found` where there is no account.
   */
  changeSettings(sid: AccountSid, from: SomeSettings, to: SomeSettings): Promise<void>;
}
