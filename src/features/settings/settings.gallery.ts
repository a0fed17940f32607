import { receipt } from '../../changes/receipts.view.ts';
import { cast } from '../../gallery/cast.ts';
import {
  answered,
  type GallerySection,
  opened,
  refusalOf,
  refused,
  type Specimen,
} from '../../gallery/specimen.ts';
import { carriedOut, changingSettings } from '../../gallery/told.ts';
import { acme } from '../accounts/accounts.gallery.ts';
import { checkWebhookUrl } from '../webhooks/webhook-rules.ts';
import { changedMeanwhile, typeAgain } from './meanwhile.view.ts';
import { limitsMessage, realmMessage, type SettingsForm, settingsForms } from './settings.view.ts';

const bare = { ...acme, registrationWebhook: null, queueEventWebhook: null };
const withPasswordInAddress = {
  ...acme,
  registrationWebhook: {
    url: 'https://switchboard:canary-in-an-address@hooks.example/register',
    method: 'POST',
    username: null,
    password: null,
  } as const,
};
const realm = {
  label: 'SIP Realm',
  was: 'acme.nordicvoice.example',
  value: 'voice.acme.example',
};

function over(
  name: string,
  of: SettingsForm,
  ...drawn: Parameters<SettingsForm['modal']>
): Specimen {
  return opened(name, of.modal, ...drawn);
}

/** Seeing settings of an account, and changing them. */
export function settingsGallery(): GallerySection {
  const { 'realm edit': realmForm, 'webhooks edit': webhooksForm } = settingsForms;
  const webhooks = over('Webhooks, with a stored password', webhooksForm, acme);
  return {
    feature: 'settings',
    title: 'Settings',
    specimens: [
      answered('Limits, for an Admin', limitsMessage, acme, true),
      answered('Limits, for everybody else', limitsMessage, acme, false),
      answered('SIP Realm', realmMessage, acme, true),
      answered('SIP Realm, for on-call', realmMessage, { ...acme, sipRealm: null }, false),
      over('Edit account', settingsForms['account edit'], acme),
      over('Limits', settingsForms['limits edit'], acme),
      over('SIP Realm: what saving means', realmForm, acme),
      over('SIP Realm that somebody else changed meanwhile', realmForm, acme, {
        notes: [changedMeanwhile({ by: cast.ben.userId, facts: [realm] })],
      }),
      over('Webhooks of an account that has none', webhooksForm, bare),
      webhooks,
      over('Webhooks, one with a password in its address', webhooksForm, withPasswordInAddress),
      over('Webhooks that were changed elsewhere meanwhile', webhooksForm, acme, {
        notes: [
          changedMeanwhile({
            by: null,
            facts: [{ label: 'Queue Event Webhook', value: 'POST https://hooks.example' }],
          }),
          typeAgain(),
        ],
      }),
      refused(
        { ...webhooks, name: 'Webhooks that cannot be used' },
        webhooksForm.form,
        refusedUnder('queueUrl'),
      ),
      answered('A receipt of changed settings', receipt, changingSettings(carriedOut), {
        postable: true,
      }),
    ],
  };
}

function refusedUnder(field: string) {
  const refusal = refusalOf(() => checkWebhookUrl('ftp://hooks.acme.example'));
  refusal.fields[field] = refusal.why ?? '';
  delete refusal.fields.url;
  return refusal;
}
