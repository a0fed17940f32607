-- left at 2026-11-26T22:53:09.596Z
CREATE TABLE "__drizzle_migrations" (
				id SERIAL PRIMARY KEY,
				hash text NOT NULL,
				created_at numeric
			);
CREATE TABLE `audit_anchors` (
	`seq` integer PRIMARY KEY NOT NULL,
	`mac` text NOT NULL,
	`at` integer NOT NULL
);
CREATE TABLE `audit_entries` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`actor_team` text NOT NULL,
	`actor_user` text NOT NULL,
	`actor_name` text NOT NULL,
	`surface` text NOT NULL,
	`action` text NOT NULL,
	`result` text NOT NULL,
	`change_id` text,
	`provider_sid` text,
	`account_sid` text,
	`subject` text,
	`target` text NOT NULL,
	`detail` text NOT NULL,
	`mac` text NOT NULL
);
CREATE TABLE `cards` (
	`card` text NOT NULL,
	`conversation` text NOT NULL,
	`channel` text NOT NULL,
	`ts` text NOT NULL,
	PRIMARY KEY(`card`, `conversation`)
);
CREATE TABLE `changes` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`lane` text NOT NULL,
	`batch` text,
	`once` text,
	`actor_team` text NOT NULL,
	`actor_user` text NOT NULL,
	`actor_name` text NOT NULL,
	`provider_sid` text,
	`account_sid` text,
	`subject` text,
	`input` text NOT NULL,
	`origin` text NOT NULL,
	`reply_url` blob,
	`reason` text,
	`revision` integer NOT NULL,
	`digest` text NOT NULL,
	`authors` text NOT NULL,
	`announced` integer NOT NULL,
	`needs_second` integer NOT NULL,
	`expires_at` integer,
	`remind_at` integer,
	`decided_by` text,
	`decided_at` integer,
	`decision_reason` text,
	`requested_at` integer NOT NULL,
	`started_at` integer,
	`ended_at` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due_at` integer,
	`before` text,
	`after` text,
	`failure` text
);
CREATE TABLE `grants` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`user_id` text NOT NULL,
	`scope` text NOT NULL,
	`target_key` text NOT NULL,
	`provider_sid` text,
	`account_sid` text,
	`target_name` text,
	`until` integer,
	`granted_by` text NOT NULL,
	`change_id` text,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	`ended_by` text
);
CREATE TABLE `marks` (
	`name` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
CREATE TABLE `outbox` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`conversation` text NOT NULL,
	`state` text NOT NULL,
	`only_for` text,
	`card` text,
	`message` text NOT NULL,
	`fallback` text,
	`reply_url` blob,
	`change_id` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`answer_lost` integer DEFAULT false NOT NULL,
	`error` text,
	`created_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`ended_at` integer
);
CREATE TABLE `people` (
	`team_id` text NOT NULL,
	`user_id` text NOT NULL,
	`name` text NOT NULL,
	`is_guest` integer NOT NULL,
	`is_deactivated` integer NOT NULL,
	`is_bot` integer NOT NULL,
	`is_foreign` integer NOT NULL,
	`read_at` integer NOT NULL,
	PRIMARY KEY(`team_id`, `user_id`)
);
CREATE TABLE `data_keys` (
	`purpose` text PRIMARY KEY NOT NULL,
	`wrapped` blob NOT NULL,
	`created_at` integer NOT NULL
);
INSERT INTO `__drizzle_migrations` VALUES (NULL, '1beca2e8b59294133ad14234afd4163f28c650b89b4e3b9ddedce48d2f866ef4', 1795452011227);
INSERT INTO `__drizzle_migrations` VALUES (NULL, '2e039055ccc865672a95766c49fd624f7bd1300e31ea47fb8a3156047dfa7a82', 1795453739886);
INSERT INTO `audit_anchors` VALUES (2, 'e2bf61f7ec1f6cd01340c5a69636b8e0d0d7e9e84d8cbe1f6f0caa450141ef71', 1795733588426);
INSERT INTO `audit_entries` VALUES (1, 1795647187635, 'T0000000001', 'U0000000005', 'ada', 'command', 'access grant', 'asked', 'chg_b5097559d2a8f70a0c5a', '64110f91-5b24-42c7-a863-5fac7a5aecf9', NULL, 'T0000000001/U0000000006', 'sam', '{"facts":[{"label":"Person","value":"sam"},{"label":"Scope","value":"Service Provider"},{"label":"Service Provider","value":"Default"},{"label":"Until","value":"no end"}],"revision":1,"digest":"40e045be78426689db89c7c4592960157e9ef9a0e120b57916798d25093394fd"}', '60575238e7d1c76e183b38f4308230dd83585dc015a68d01447f3c2c890a5f16');
INSERT INTO `audit_entries` VALUES (2, 1795647187752, 'T0000000001', 'U0000000005', 'ada', 'command', 'access grant', 'verified', 'chg_b5097559d2a8f70a0c5a', '64110f91-5b24-42c7-a863-5fac7a5aecf9', NULL, 'T0000000001/U0000000006', 'sam', '{"facts":[{"label":"Person","value":"sam"},{"label":"Scope","value":"Service Provider"},{"label":"Service Provider","value":"Default"},{"label":"Until","value":"no end"}],"revision":1,"digest":"40e045be78426689db89c7c4592960157e9ef9a0e120b57916798d25093394fd"}', 'e2bf61f7ec1f6cd01340c5a69636b8e0d0d7e9e84d8cbe1f6f0caa450141ef71');
INSERT INTO `audit_entries` VALUES (3, 1795733589091, 'T0000000001', 'U0000000006', 'sam', 'command', 'account create', 'asked', 'chg_c86f2bdacc5947283612', '64110f91-5b24-42c7-a863-5fac7a5aecf9', NULL, NULL, 'Acme', '{"facts":[{"label":"Account name","value":"Acme"},{"label":"Service Provider","value":"Default"},{"label":"SIP Realm","value":"acme.example.com"}],"revision":1,"digest":"5d2ea970594c9d1658cbc3bb43498f18bb62d8315625d51880882153b1289ec3","reason":"A pilot"}', 'ada955f998526eba8a5fb43441b5de7977f69c590a0603686055b5a64d9c9910');
INSERT INTO `audit_entries` VALUES (4, 1795733589416, 'T0000000001', 'U0000000005', 'ada', 'command', 'access grant', 'asked', 'chg_14bd01dbfda7e0719f45', NULL, NULL, 'T0000000001/U0000000007', 'tia', '{"facts":[{"label":"Person","value":"tia"},{"label":"Scope","value":"on-call"},{"label":"Service Provider","value":"all of them"},{"label":"Until","value":"no end"}],"revision":1,"digest":"19805097a5042929ab61d856ce3a3bffe9a830c85de02f899a971b1d9d5c25e7"}', '69a29a20153732e09b1b9883eed53fc4a972a615db70e9968d4e90b288883da5');
INSERT INTO `audit_entries` VALUES (5, 1795733589504, 'T0000000001', 'U0000000005', 'ada', 'command', 'access grant', 'verified', 'chg_14bd01dbfda7e0719f45', NULL, NULL, 'T0000000001/U0000000007', 'tia', '{"facts":[{"label":"Person","value":"tia"},{"label":"Scope","value":"on-call"},{"label":"Service Provider","value":"all of them"},{"label":"Until","value":"no end"}],"revision":1,"digest":"19805097a5042929ab61d856ce3a3bffe9a830c85de02f899a971b1d9d5c25e7"}', '484554be3743544401acb15b11f99c51f8f9b7e612376055ee3918db4689fc69');
INSERT INTO `cards` VALUES ('announced/chg_b5097559d2a8f70a0c5a', 'C0000000009', 'C0000000009', '1795647187.946000');
INSERT INTO `cards` VALUES ('anchor/2', 'C0000000009', 'C0000000009', '1795647188.937000');
INSERT INTO `cards` VALUES ('request/chg_c86f2bdacc5947283612', 'C0000000009', 'C0000000009', '1795647189.274000');
INSERT INTO `cards` VALUES ('own/chg_c86f2bdacc5947283612', 'U0000000006', 'D000000000C', '1795647189.275000');
INSERT INTO `changes` VALUES (1, 'chg_b5097559d2a8f70a0c5a', 'access grant', 'verified', 'person/U0000000006', NULL, 'frm_5e222573a3e628489d15', 'T0000000001', 'U0000000005', 'ada', '64110f91-5b24-42c7-a863-5fac7a5aecf9', NULL, 'T0000000001/U0000000006', '{"person":{"teamId":"T0000000001","userId":"U0000000006"},"personName":"sam","scope":"service_provider","providerSid":"64110f91-5b24-42c7-a863-5fac7a5aecf9","targetName":"Default"}', '{"surface":"command","channel":"C0000000008"}', X'01C64D493109127916BDBD4694AE2F9D74CF795166D9650694C2677950F4088E55A026FAAA6ECC062BCBEC9121AF58B0A2BC1B2B2F183C907D92D38E9738803182EA174EE59AFE9B49AB5DD5DC77C3A00A2AAFAF2818C94184C192E2CFA0027076', NULL, 1, '40e045be78426689db89c7c4592960157e9ef9a0e120b57916798d25093394fd', '["U0000000005"]', 1, 0, NULL, NULL, NULL, NULL, NULL, 1795647187635, NULL, 1795647187752, 0, NULL, NULL, '{"grantId":"grt_abde68ce9a22d58fac29","until":null}', NULL);
INSERT INTO `changes` VALUES (2, 'chg_c86f2bdacc5947283612', 'account create', 'waiting', 'provider/64110f91-5b24-42c7-a863-5fac7a5aecf9', NULL, 'frm_d5096b3e79f9ad19ba08', 'T0000000001', 'U0000000006', 'sam', '64110f91-5b24-42c7-a863-5fac7a5aecf9', NULL, NULL, '{"name":"Acme","sipRealm":"acme.example.com","providerSid":"64110f91-5b24-42c7-a863-5fac7a5aecf9","providerName":"Default","limits":null,"grantTo":null}', '{"surface":"command","channel":"C0000000008"}', X'017A1A7515726D251A86965BEC6D032521FD0FB74DEB5BBBAAD2D9EB3FCA1871E86CE1B4D1009486692831F4835209DFDCE861C27B9F8712A2D29B66932830025EE607A9312AC2C4BFCCAFF4DFF06110CF22843D719CEE78A6B2F2C68E119BFFFD', 'A pilot', 1, '5d2ea970594c9d1658cbc3bb43498f18bb62d8315625d51880882153b1289ec3', '["U0000000006"]', 0, 1, 1796338389091, 1795819989091, NULL, NULL, NULL, 1795733589091, NULL, NULL, 0, NULL, NULL, NULL, NULL);
INSERT INTO `changes` VALUES (3, 'chg_14bd01dbfda7e0719f45', 'access grant', 'verified', 'person/U0000000007', NULL, 'frm_804aa793709cbac606f3', 'T0000000001', 'U0000000005', 'ada', NULL, NULL, 'T0000000001/U0000000007', '{"person":{"teamId":"T0000000001","userId":"U0000000007"},"personName":"tia","scope":"on_call"}', '{"surface":"command","channel":"C0000000008"}', X'01A1ED418E564169A844DB275E175CDC08100B7AD18FFECDD471A609347FF639E21D97F7685B7D9CBC150B96924C95EF443065161D84C3D1E7AA27C4419A96223B4E8D50A6D3762CDCBF66EF447C141D979CFFBB7839B21C8C382DE50EA24901BF', NULL, 1, '19805097a5042929ab61d856ce3a3bffe9a830c85de02f899a971b1d9d5c25e7', '["U0000000005"]', 0, 0, NULL, NULL, NULL, NULL, NULL, 1795733589416, NULL, 1795733589504, 0, NULL, NULL, '{"grantId":"grt_bf59eaba54802e86323f","until":null}', NULL);
INSERT INTO `grants` VALUES ('grt_abde68ce9a22d58fac29', 'T0000000001', 'U0000000006', 'service_provider', '64110f91-5b24-42c7-a863-5fac7a5aecf9', '64110f91-5b24-42c7-a863-5fac7a5aecf9', NULL, 'Default', NULL, 'U0000000005', 'chg_b5097559d2a8f70a0c5a', 1795647187765, NULL, NULL);
INSERT INTO `grants` VALUES ('grt_bf59eaba54802e86323f', 'T0000000001', 'U0000000007', 'on_call', '*', NULL, NULL, NULL, NULL, 'U0000000005', 'chg_14bd01dbfda7e0719f45', 1795733589505, NULL, NULL);
INSERT INTO `marks` VALUES ('welcome/U0000000005', 1795647187364);
INSERT INTO `outbox` VALUES (1, 'U0000000005', 'sent', NULL, NULL, '{"text":"*Switchboard is running, and you are one of its Admins.* It runs Voice Gateway accounts from Slack: `/vg account create`, `/vg tts clear` and all that `/vg help` lists.\n*Where I belong:* `/invite` me to <#C0000000009>, where requests are decided, and to the channels in which your team uses `/vg`.\n*Map a colleague:* `/vg access grant @ann account Acme until 2027-01-31`, or `/vg access grant` alone for a form. The scopes are admin, service_provider, account and on_call; who holds what: `/vg access list`.\nThose whom nobody has mapped can ask for access; their requests come to <#C0000000009> with Map… and Deny.","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*Switchboard is running, and you are one of its Admins.* It runs Voice Gateway accounts from Slack: `/vg account create`, `/vg tts clear` and all that `/vg help` lists.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Where I belong:* `/invite` me to <#C0000000009>, where requests are decided, and to the channels in which your team uses `/vg`.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Map a colleague:* `/vg access grant @ann account Acme until 2027-01-31`, or `/vg access grant` alone for a form. The scopes are admin, service_provider, account and on_call; who holds what: `/vg access list`.","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Those whom nobody has mapped can ask for access; their requests come to <#C0000000009> with Map… and Deny.","verbatim":true}]}]}', NULL, NULL, NULL, 1, 0, NULL, 1795647187364, 1795647187364, 1795647187504);
INSERT INTO `outbox` VALUES (2, 'C0000000008', 'sent', 'U0000000005', NULL, '{"text":"Done: I granted sam Service Provider scope on Default.\n*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end\nReference chg_b5097559d2a8f70a0c5a","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"Done: I granted sam Service Provider scope on Default.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_b5097559d2a8f70a0c5a","verbatim":true}]},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Post here","emoji":false},"action_id":"changes.post","value":"chg_b5097559d2a8f70a0c5a"},{"type":"button","text":{"type":"plain_text","text":"Undo","emoji":false},"action_id":"changes.undo","value":"chg_b5097559d2a8f70a0c5a","style":"danger","confirm":{"title":{"type":"plain_text","text":"Undo this?","emoji":false},"text":{"type":"plain_text","text":"This takes back: grant sam Service Provider scope on Default.","emoji":false},"confirm":{"type":"plain_text","text":"Undo","emoji":false},"deny":{"type":"plain_text","text":"Keep it","emoji":false},"style":"danger"}}]}]}', 'U0000000005', X'01C64D493109127916BDBD4694AE2F9D74CF795166D9650694C2677950F4088E55A026FAAA6ECC062BCBEC9121AF58B0A2BC1B2B2F183C907D92D38E9738803182EA174EE59AFE9B49AB5DD5DC77C3A00A2AAFAF2818C94184C192E2CFA0027076', 'chg_b5097559d2a8f70a0c5a', 1, 0, NULL, 1795647187752, 1795647187752, 1795647187932);
INSERT INTO `outbox` VALUES (3, 'C0000000009', 'sent', NULL, 'announced/chg_b5097559d2a8f70a0c5a', '{"text":"<@U0000000005> granted sam Service Provider scope on Default. As an Admin they need no second person for it.\n*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end\nReference chg_b5097559d2a8f70a0c5a","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"<@U0000000005> granted sam Service Provider scope on Default. As an Admin they need no second person for it.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_b5097559d2a8f70a0c5a","verbatim":true}]}]}', 'admins', NULL, 'chg_b5097559d2a8f70a0c5a', 1, 0, NULL, 1795647187752, 1795647187752, 1795647187959);
INSERT INTO `outbox` VALUES (4, 'C0000000009', 'sent', NULL, NULL, '{"text":"<@U0000000005>: grant sam Service Provider scope on Default. Done and verified: granted sam Service Provider scope on Default.\n*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end\nReference chg_b5097559d2a8f70a0c5a","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"<@U0000000005>: grant sam Service Provider scope on Default. Done and verified: granted sam Service Provider scope on Default.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_b5097559d2a8f70a0c5a","verbatim":true}]}]}', 'admins', NULL, 'chg_b5097559d2a8f70a0c5a', 1, 0, NULL, 1795647187752, 1795647187752, 1795733588030);
INSERT INTO `outbox` VALUES (5, 'U0000000006', 'sent', NULL, NULL, '{"text":"ada granted you Service Provider scope on Default. Type /vg help to see what you can do, /vg me to see what you hold.","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"ada granted you Service Provider scope on Default. Type /vg help to see what you can do, /vg me to see what you hold.","verbatim":true}}]}', NULL, NULL, NULL, 1, 0, NULL, 1795647187752, 1795647187752, 1795733588011);
INSERT INTO `outbox` VALUES (6, 'C0000000009', 'sent', NULL, 'anchor/2', '{"text":"*Audit anchor*: entry 2, 2026-11-26 22:53 UTC\n`e2bf61f7ec1f6cd01340c5a69636b8e0d0d7e9e84d8cbe1f6f0caa450141ef71`\nWhile this message stands, no entry up to 2 can be changed unnoticed.","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*Audit anchor*: entry 2, <!date^1795733588^{date_short_pretty} {time}|2026-11-26 22:53 UTC>","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"`e2bf61f7ec1f6cd01340c5a69636b8e0d0d7e9e84d8cbe1f6f0caa450141ef71`","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"While this message stands, no entry up to 2 can be changed unnoticed.","verbatim":true}]}]}', 'admins', NULL, NULL, 1, 0, NULL, 1795733588426, 1795733588426, 1795733588951);
INSERT INTO `outbox` VALUES (8, 'C0000000009', 'sent', NULL, 'request/chg_c86f2bdacc5947283612', '{"text":"*Create account Acme*\n*Account name:* Acme\n*Service Provider:* Default\n*SIP Realm:* acme.example.com\n*Reason:* A pilot\nWaiting for a decision, until 2026-12-03 22:53 UTC.\nAsked by <@U0000000006>\nRevision 1, digest 5d2ea970\nReference chg_c86f2bdacc5947283612","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*Create account Acme*","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Account name:* Acme\n*Service Provider:* Default\n*SIP Realm:* acme.example.com","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Reason:* A pilot","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"Waiting for a decision, until <!date^1796338389^{date_short_pretty} {time}|2026-12-03 22:53 UTC>.","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Asked by <@U0000000006>","verbatim":true},{"type":"mrkdwn","text":"Revision 1, digest 5d2ea970","verbatim":true}]},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_c86f2bdacc5947283612","verbatim":true}]},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Approve","emoji":false},"action_id":"approvals.approve","value":"chg_c86f2bdacc5947283612:1","style":"primary","accessibility_label":"Approve: create account Acme"},{"type":"button","text":{"type":"plain_text","text":"Edit & approve","emoji":false},"action_id":"approvals.edit","value":"chg_c86f2bdacc5947283612:1","accessibility_label":"Edit & approve: create account Acme"},{"type":"button","text":{"type":"plain_text","text":"Deny","emoji":false},"action_id":"approvals.deny","value":"chg_c86f2bdacc5947283612:1","style":"danger","accessibility_label":"Deny: create account Acme"}]}]}', 'admins', NULL, 'chg_c86f2bdacc5947283612', 1, 0, NULL, 1795733589091, 1795733589091, 1795733589288);
INSERT INTO `outbox` VALUES (9, 'U0000000006', 'sent', NULL, 'own/chg_c86f2bdacc5947283612', '{"text":"*You asked to create account Acme*\n*Account name:* Acme\n*Service Provider:* Default\n*SIP Realm:* acme.example.com\n*Reason:* A pilot\nWaiting for a decision, until 2026-12-03 22:53 UTC.\nReference chg_c86f2bdacc5947283612","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*You asked to create account Acme*","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Account name:* Acme\n*Service Provider:* Default\n*SIP Realm:* acme.example.com","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Reason:* A pilot","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"Waiting for a decision, until <!date^1796338389^{date_short_pretty} {time}|2026-12-03 22:53 UTC>.","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_c86f2bdacc5947283612","verbatim":true}]},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Withdraw","emoji":false},"action_id":"approvals.withdraw","value":"chg_c86f2bdacc5947283612","confirm":{"title":{"type":"plain_text","text":"Withdraw the request?","emoji":false},"text":{"type":"plain_text","text":"Nobody can approve it any more.","emoji":false},"confirm":{"type":"plain_text","text":"Withdraw","emoji":false},"deny":{"type":"plain_text","text":"Keep it","emoji":false}}}]}]}', NULL, NULL, 'chg_c86f2bdacc5947283612', 1, 0, NULL, 1795733589091, 1795733589091, 1795733589362);
INSERT INTO `outbox` VALUES (10, 'C0000000008', 'sent', 'U0000000005', NULL, '{"text":"Done: I granted tia on-call scope for all Service Providers.\n*Person:* tia\n*Scope:* on-call\n*Service Provider:* all of them\n*Until:* no end\nReference chg_14bd01dbfda7e0719f45","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"Done: I granted tia on-call scope for all Service Providers.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Person:* tia\n*Scope:* on-call\n*Service Provider:* all of them\n*Until:* no end","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_14bd01dbfda7e0719f45","verbatim":true}]},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Post here","emoji":false},"action_id":"changes.post","value":"chg_14bd01dbfda7e0719f45"},{"type":"button","text":{"type":"plain_text","text":"Undo","emoji":false},"action_id":"changes.undo","value":"chg_14bd01dbfda7e0719f45","style":"danger","confirm":{"title":{"type":"plain_text","text":"Undo this?","emoji":false},"text":{"type":"plain_text","text":"This takes back: grant tia on-call scope for all Service Providers.","emoji":false},"confirm":{"type":"plain_text","text":"Undo","emoji":false},"deny":{"type":"plain_text","text":"Keep it","emoji":false},"style":"danger"}}]}]}', 'U0000000005', X'01A1ED418E564169A844DB275E175CDC08100B7AD18FFECDD471A609347FF639E21D97F7685B7D9CBC150B96924C95EF443065161D84C3D1E7AA27C4419A96223B4E8D50A6D3762CDCBF66EF447C141D979CFFBB7839B21C8C382DE50EA24901BF', 'chg_14bd01dbfda7e0719f45', 1, 0, NULL, 1795733589504, 1795733589504, 1795733589565);
INSERT INTO `outbox` VALUES (11, 'C0000000009', 'due', NULL, NULL, '{"text":"<@U0000000005>: grant tia on-call scope for all Service Providers. Done and verified: granted tia on-call scope for all Service Providers.\n*Person:* tia\n*Scope:* on-call\n*Service Provider:* all of them\n*Until:* no end\nReference chg_14bd01dbfda7e0719f45","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"<@U0000000005>: grant tia on-call scope for all Service Providers. Done and verified: granted tia on-call scope for all Service Providers.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Person:* tia\n*Scope:* on-call\n*Service Provider:* all of them\n*Until:* no end","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_14bd01dbfda7e0719f45","verbatim":true}]}]}', 'admins', NULL, 'chg_14bd01dbfda7e0719f45', 0, 0, NULL, 1795733589504, 1795737189576, NULL);
INSERT INTO `outbox` VALUES (12, 'U0000000007', 'due', NULL, NULL, '{"text":"ada granted you on-call scope for all Service Providers. Type /vg help to see what you can do, /vg me to see what you hold.","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"ada granted you on-call scope for all Service Providers. Type /vg help to see what you can do, /vg me to see what you hold.","verbatim":true}}]}', NULL, NULL, NULL, 0, 0, NULL, 1795733589504, 1795737189592, NULL);
INSERT INTO `people` VALUES ('T0000000001', 'U0000000005', 'ada', 0, 0, 0, 0, 1795733589398);
INSERT INTO `people` VALUES ('T0000000001', 'U0000000006', 'sam', 0, 0, 0, 0, 1795733588986);
INSERT INTO `people` VALUES ('T0000000001', 'U0000000007', 'tia', 0, 0, 0, 0, 1795733589405);
INSERT INTO `data_keys` VALUES ('sealing', X'01CA67E89C4A1BA3F6097DC2394380CAD58238C786AAC80E6E7DE1D527BA546C59DF5C9F23A33C5B626E5F2FF5A04409591E541548CA17CE7B67301A83', 1795647187225);
INSERT INTO `data_keys` VALUES ('fingerprint', X'0179E6AC95DBDF44E1830C84C52BC0BEA8C81D94C0B6CE9FEFFBB0CB6252DF1923794948EBD7A1D74D02CE0D64B8E7D6D301A01ED1371977D2B26E3CC8', 1795647187225);
INSERT INTO `data_keys` VALUES ('audit', X'01979A662121371FFCD35AF92E634140C4CA1F10A0785977E99AADAD3CDEAF5A05A5C7DC794BC9811C1158D681BB72D7FA04F89240CACCFF637307A697', 1795647187225);
CREATE INDEX `audit_by_account` ON `audit_entries` (`account_sid`,`seq`);
CREATE INDEX `audit_by_provider` ON `audit_entries` (`provider_sid`,`seq`);
CREATE INDEX `audit_by_actor` ON `audit_entries` (`actor_team`,`actor_user`,`seq`);
CREATE INDEX `audit_by_subject` ON `audit_entries` (`subject`,`seq`);
CREATE UNIQUE INDEX `changes_id_unique` ON `changes` (`id`);
CREATE UNIQUE INDEX `changes_once_unique` ON `changes` (`once`);
CREATE INDEX `changes_by_state` ON `changes` (`state`,`seq`);
CREATE INDEX `changes_by_batch` ON `changes` (`batch`);
CREATE INDEX `changes_by_actor` ON `changes` (`actor_team`,`actor_user`,`seq`);
CREATE INDEX `changes_by_account` ON `changes` (`account_sid`,`seq`);
CREATE INDEX `changes_by_lane` ON `changes` (`lane`,`state`);
CREATE UNIQUE INDEX `grants_live` ON `grants` (`team_id`,`user_id`,`scope`,`target_key`) WHERE "grants"."ended_at" is null;
CREATE INDEX `grants_by_account` ON `grants` (`account_sid`);
CREATE INDEX `grants_by_provider` ON `grants` (`provider_sid`);
CREATE INDEX `outbox_by_state` ON `outbox` (`state`,`id`);
CREATE INDEX `outbox_by_conversation` ON `outbox` (`conversation`,`state`,`id`);
CREATE TRIGGER `audit_entries_no_update` BEFORE UPDATE ON `audit_entries`
BEGIN
	SELECT RAISE(ABORT, 'audit entries are append-only');
END;
CREATE TRIGGER `audit_entries_no_delete` BEFORE DELETE ON `audit_entries`
BEGIN
	SELECT RAISE(ABORT, 'audit entries are append-only');
END;
CREATE TRIGGER `audit_entries_no_replace` BEFORE INSERT ON `audit_entries`
WHEN EXISTS (SELECT 1 FROM `audit_entries` WHERE `seq` = NEW.`seq`)
BEGIN
	SELECT RAISE(ABORT, 'audit entries are append-only');
END;
