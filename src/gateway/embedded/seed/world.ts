/** Whom the demo maps to what, and what its tour shows: these are in every seed. */
export const demoWorld = {
  providers: { northwind: 'Northwind Voice', contoso: 'Contoso Carriers' },
  accounts: {
    acmeTelecom: 'Acme Telecom',
    acmeNordics: 'Acme Nordics',
    globexSupport: 'Globex Support',
    initechHelpdesk: 'Initech Helpdesk',
    umbrellaHealth: 'Umbrella Health',
  },
} as const;

const { northwind, contoso } = demoWorld.providers;
const nordlicht = 'Nordlicht Telefonie';
const lumiere = 'Télécom Lumière';
const jorge = 'São Jorge Telecom';
const sakura = 'Sakura Voice 桜';
const noor = 'Al Noor Communications';
const baltic = 'Baltic SIP';
const fabrikam = 'Fabrikam Voice';

/** The service providers of every seed, beside the one that a gateway has from the start. */
export const providerNames: readonly string[] = [
  northwind,
  contoso,
  nordlicht,
  lumiere,
  jorge,
  sakura,
  noor,
  baltic,
  fabrikam,
  'Tailspin Telephony',
  'Down Under Dial Tone',
];

/** An account that was picked by hand. */
export interface PickedAccount {
  name: string;
  provider: string;
  sipRealm: string;
  /** How many of its prompts are cached: a share, where a seed has fewer than all of these together. */
  prompts: number;
}

const picked = (
  name: string,
  provider: string,
  sipRealm: string,
  prompts: number,
): PickedAccount => ({ name, provider, sipRealm, prompts });

const { acmeTelecom, acmeNordics, globexSupport, initechHelpdesk, umbrellaHealth } =
  demoWorld.accounts;

/** The first accounts of every seed: names as people write them, in many scripts, some of which share words. */
export const pickedAccounts: readonly PickedAccount[] = [
  picked(acmeTelecom, northwind, 'acme-telecom.northwind.example', 2406),
  picked(acmeNordics, northwind, 'acme-nordics.northwind.example', 318),
  picked(globexSupport, northwind, 'globex-support.northwind.example', 742),
  picked(initechHelpdesk, contoso, 'helpdesk.initech.example', 96),
  picked(umbrellaHealth, contoso, 'umbrella-health.contoso.example', 231),
  picked('Globex Bank Zürich', northwind, 'zuerich.globex.example', 164),
  picked('Müller & Söhne Versand', nordlicht, 'mueller-soehne.nordlicht.example', 57),
  picked('O’Malley’s Car Hire', fabrikam, 'omalleys.fabrikam.example', 12),
  picked('東京コールセンター', sakura, 'tokyo.sakura-voice.example', 208),
  picked('Pizza Pronto 🍕', lumiere, 'pizza-pronto.lumiere.example', 9),
  picked('خدمة عملاء النور', noor, 'care.al-noor.example', 121),
  picked('Łódź Energia', baltic, 'lodz-energia.baltic.example', 33),
  picked('Banco São Jorge', jorge, 'banco.sao-jorge.example', 187),
  picked('Initech Payroll', contoso, 'payroll.initech.example', 0),
  picked('Umbrella Insurance Oslo', contoso, 'oslo.umbrella.example', 14),
  picked('Smörgås & Co', nordlicht, 'smorgas.nordlicht.example', 5),
  picked('Клиника «Здоровье»', baltic, 'klinika.baltic.example', 21),
  picked('서울 고객센터', sakura, 'seoul.sakura-voice.example', 44),
  picked("L'Atelier du Pain", lumiere, 'atelier-du-pain.lumiere.example', 0),
  picked('R&D Labs (Test)', fabrikam, 'labs.fabrikam.example', 1),
  picked('בנק הגליל', noor, 'galil.al-noor.example', 38),
  picked('Cafés del Río', jorge, 'cafes-del-rio.sao-jorge.example', 7),
  picked('Hotel Zürichberg', nordlicht, 'zuerichberg.nordlicht.example', 16),
  picked('Ærø Ferries', nordlicht, 'aeroe-ferries.nordlicht.example', 3),
  picked('Skylark Airlines', fabrikam, 'skylark-airlines.fabrikam.example', 83),
  picked('Skylark Airlines Cargo', fabrikam, 'cargo.skylark-airlines.fabrikam.example', 0),
  picked('台北健康保險', sakura, 'taipei-health.sakura-voice.example', 29),
  picked('Rock ’n’ Roll Tickets', lumiere, 'rocknroll-tickets.lumiere.example', 2),
  picked('Dvořák Pojišťovna', baltic, 'dvorak.baltic.example', 18),
  picked('Ελληνική Ασφαλιστική', noor, 'elliniki.al-noor.example', 11),
  picked('Nguyễn Logistics', sakura, 'nguyen-logistics.sakura-voice.example', 4),
  picked('Beyoğlu Turizm', noor, 'beyoglu-turizm.al-noor.example', 6),
  picked('Globex Energy', northwind, 'energy.globex.example', 52),
  picked('हेल्पलाइन भारत', sakura, 'helpline-bharat.sakura-voice.example', 26),
  picked('24/7 Locksmiths', fabrikam, 'locksmiths-24-7.fabrikam.example', 0),
  picked('Stadtwerke Grünwald', nordlicht, 'stadtwerke-gruenwald.nordlicht.example', 15),
  picked('Wayne & Daughters Plumbing', fabrikam, 'wayne-daughters.fabrikam.example', 0),
  picked('Piñata Parties 🎉', jorge, 'pinata-parties.sao-jorge.example', 3),
  picked('Åkerlund Bil', nordlicht, 'akerlund-bil.nordlicht.example', 8),
  picked('Telecom del Sur', jorge, 'telecom-del-sur.sao-jorge.example', 10),
];
