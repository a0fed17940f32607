-- left at 2026-11-27T09:06:04.587Z
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
, `break_glass` text);
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
CREATE TABLE `settings` (
	`id` integer PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`started_at` integer NOT NULL
);
INSERT INTO `__drizzle_migrations` VALUES (NULL, '1beca2e8b59294133ad14234afd4163f28c650b89b4e3b9ddedce48d2f866ef4', 1795452011227);
INSERT INTO `__drizzle_migrations` VALUES (NULL, '2e039055ccc865672a95766c49fd624f7bd1300e31ea47fb8a3156047dfa7a82', 1795453739886);
INSERT INTO `__drizzle_migrations` VALUES (NULL, '7099cb2264a19e97d5e207dd43bf2f1bd83970aa8d8dc34053852f920d27636c', 1795640947832);
INSERT INTO `audit_anchors` VALUES (2, 'f58234eb780c104dcc03d450f2641a467ba555a803529437ede272bb62f7e18f', 1795770363806);
INSERT INTO `audit_entries` VALUES (1, 1795683963371, 'T0000000001', 'U0000000005', 'ada', 'command', 'access grant', 'asked', 'chg_c862bca3065125d0b167', '363e5519-353b-4033-b110-ad67240c6ccf', NULL, 'T0000000001/U0000000006', 'sam', '{"facts":[{"label":"Person","value":"sam"},{"label":"Scope","value":"Service Provider"},{"label":"Service Provider","value":"Default"},{"label":"Until","value":"no end"}],"revision":1,"digest":"c60453399dfa37341a87fb58593aa9f93179759d5b2fec425485c4c12aee5d30"}', 'a6a50f4236d50fa3be64a5b926d5ea2e61d45be09a56f21c9716ee2079130498');
INSERT INTO `audit_entries` VALUES (2, 1795683963399, 'T0000000001', 'U0000000005', 'ada', 'command', 'access grant', 'verified', 'chg_c862bca3065125d0b167', '363e5519-353b-4033-b110-ad67240c6ccf', NULL, 'T0000000001/U0000000006', 'sam', '{"facts":[{"label":"Person","value":"sam"},{"label":"Scope","value":"Service Provider"},{"label":"Service Provider","value":"Default"},{"label":"Until","value":"no end"}],"revision":1,"digest":"c60453399dfa37341a87fb58593aa9f93179759d5b2fec425485c4c12aee5d30"}', 'f58234eb780c104dcc03d450f2641a467ba555a803529437ede272bb62f7e18f');
INSERT INTO `audit_entries` VALUES (3, 1795770364409, 'T0000000001', 'U0000000006', 'sam', 'command', 'account create', 'asked', 'chg_a8483d813737d43ab271', '363e5519-353b-4033-b110-ad67240c6ccf', NULL, NULL, 'Acme', '{"facts":[{"label":"Account name","value":"Acme"},{"label":"Service Provider","value":"Default"},{"label":"SIP Realm","value":"acme.example.com"}],"revision":1,"digest":"c4ba072bc1a91ddec66d612869b0765671ca0cbd3c5e34aff284e6d2ce2f2fe8","reason":"A pilot"}', 'bdb9c52a3d7810fbe9c83b1eaa03a9b5159a7f1658a17803393e53b848ebc825');
INSERT INTO `audit_entries` VALUES (4, 1795770364523, 'T0000000001', 'U0000000005', 'ada', 'command', 'access grant', 'asked', 'chg_968b20d0570a779c629e', NULL, NULL, 'T0000000001/U0000000007', 'tia', '{"facts":[{"label":"Person","value":"tia"},{"label":"Scope","value":"on-call"},{"label":"Service Provider","value":"all of them"},{"label":"Until","value":"no end"}],"revision":1,"digest":"39de76435b702195e44a348702856cc5717305826d9ac40311a60a7b862a35db"}', 'c6496767e758336edf424a00c8f500f23050e0856e776d352d479236fa52bd17');
INSERT INTO `audit_entries` VALUES (5, 1795770364538, 'T0000000001', 'U0000000005', 'ada', 'command', 'access grant', 'verified', 'chg_968b20d0570a779c629e', NULL, NULL, 'T0000000001/U0000000007', 'tia', '{"facts":[{"label":"Person","value":"tia"},{"label":"Scope","value":"on-call"},{"label":"Service Provider","value":"all of them"},{"label":"Until","value":"no end"}],"revision":1,"digest":"39de76435b702195e44a348702856cc5717305826d9ac40311a60a7b862a35db"}', '50d97e253ab5075ba2c58dc1eca897e1eb8a41c3e8369e3303a5deb062e14a76');
INSERT INTO `cards` VALUES ('announced/chg_c862bca3065125d0b167', 'C0000000009', 'C0000000009', '1795683963.479000');
INSERT INTO `cards` VALUES ('anchor/2', 'C0000000009', 'C0000000009', '1795683964.322000');
INSERT INTO `cards` VALUES ('request/chg_a8483d813737d43ab271', 'C0000000009', 'C0000000009', '1795683964.474000');
INSERT INTO `cards` VALUES ('own/chg_a8483d813737d43ab271', 'U0000000006', 'D000000000C', '1795683964.476000');
INSERT INTO `changes` VALUES (1, 'chg_c862bca3065125d0b167', 'access grant', 'verified', 'person/U0000000006', NULL, 'frm_2591849a728d24e9af99', 'T0000000001', 'U0000000005', 'ada', '363e5519-353b-4033-b110-ad67240c6ccf', NULL, 'T0000000001/U0000000006', '{"person":{"teamId":"T0000000001","userId":"U0000000006"},"personName":"sam","scope":"service_provider","providerSid":"363e5519-353b-4033-b110-ad67240c6ccf","targetName":"Default"}', '{"surface":"command","channel":"C0000000008"}', X'0128558F37299B96F797705A2725FD6BC15A57EB83B252F7A541C1A27DDC3F6DCFD712AC90624F809DABCBBE63324E0B74D3731FC281B2FFB3FB09D73DC91349822AD70FE8106A327A8AAF563D3B35CD573C3A08C5AF4AA9F52717D84CEBFE9A10', NULL, 1, 'c60453399dfa37341a87fb58593aa9f93179759d5b2fec425485c4c12aee5d30', '["U0000000005"]', 1, 0, NULL, NULL, NULL, NULL, NULL, 1795683963371, NULL, 1795683963399, 0, NULL, NULL, '{"grantId":"grt_4b5b434fcc936a7b1b3a","until":null}', NULL, NULL);
INSERT INTO `changes` VALUES (2, 'chg_a8483d813737d43ab271', 'account create', 'waiting', 'provider/363e5519-353b-4033-b110-ad67240c6ccf', NULL, 'frm_8af33e5efdb512c2d753', 'T0000000001', 'U0000000006', 'sam', '363e5519-353b-4033-b110-ad67240c6ccf', NULL, NULL, '{"name":"Acme","sipRealm":"acme.example.com","providerSid":"363e5519-353b-4033-b110-ad67240c6ccf","providerName":"Default","limits":null,"grantTo":null}', '{"surface":"command","channel":"C0000000008"}', X'01D64D2DB6ADDF72BB4E1B7E6D18A56EC0DCA7C247CF5B711C1AAF8C7812EAE1C3D4D0B086D1FA8B229DF8AC5DA147D72018A172FB8012CAEE9FD2A02DB4AF9AC0EE7A984D0471BEB35C212E80DF260B46E53D27927DFA2B172F9971C28D554563', 'A pilot', 1, 'c4ba072bc1a91ddec66d612869b0765671ca0cbd3c5e34aff284e6d2ce2f2fe8', '["U0000000006"]', 0, 1, 1796375164409, 1796029564409, NULL, NULL, NULL, 1795770364409, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL);
INSERT INTO `changes` VALUES (3, 'chg_968b20d0570a779c629e', 'access grant', 'verified', 'person/U0000000007', NULL, 'frm_e952bd8d779fc4a817e6', 'T0000000001', 'U0000000005', 'ada', NULL, NULL, 'T0000000001/U0000000007', '{"person":{"teamId":"T0000000001","userId":"U0000000007"},"personName":"tia","scope":"on_call"}', '{"surface":"command","channel":"C0000000008"}', X'019294819944D6338FDD62B76A8DFE9B946517D7E6F895E17D60C6D1509C6E5835AD02E3A656E80E24D38B545F42EBA3324D33C7D8AC8932E2AD903195A4E9A2125C759E547E36DCD7B486FD6F058BF69D3A7F81283FF9B530E2C4CA868910D9C0', NULL, 1, '39de76435b702195e44a348702856cc5717305826d9ac40311a60a7b862a35db', '["U0000000005"]', 0, 0, NULL, NULL, NULL, NULL, NULL, 1795770364523, NULL, 1795770364538, 0, NULL, NULL, '{"grantId":"grt_2aca42a97087874cdbe3","until":null}', NULL, NULL);
INSERT INTO `grants` VALUES ('grt_4b5b434fcc936a7b1b3a', 'T0000000001', 'U0000000006', 'service_provider', '363e5519-353b-4033-b110-ad67240c6ccf', '363e5519-353b-4033-b110-ad67240c6ccf', NULL, 'Default', NULL, 'U0000000005', 'chg_c862bca3065125d0b167', 1795683963402, NULL, NULL);
INSERT INTO `grants` VALUES ('grt_2aca42a97087874cdbe3', 'T0000000001', 'U0000000007', 'on_call', '*', NULL, NULL, NULL, NULL, 'U0000000005', 'chg_968b20d0570a779c629e', 1795770364543, NULL, NULL);
INSERT INTO `marks` VALUES ('welcome/U0000000005', 1795683963285);
INSERT INTO `outbox` VALUES (1, 'U0000000005', 'sent', NULL, NULL, '{"text":"*Switchboard is running, and you are one of its Admins.* It runs Voice Gateway accounts from Slack: `/vg account create`, `/vg tts clear` and all that `/vg help` lists.\n*Where I belong:* `/invite` me to <#C0000000009>, where requests are decided, and to the channels in which your team uses `/vg`.\n*Map a colleague:* `/vg access grant @ann account Acme until 2027-01-31`, or `/vg access grant` alone for a form. The scopes are admin, service_provider, account and on_call; who holds what: `/vg access list`.\nThose whom nobody has mapped can ask for access; their requests come to <#C0000000009> with Map… and Deny.","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*Switchboard is running, and you are one of its Admins.* It runs Voice Gateway accounts from Slack: `/vg account create`, `/vg tts clear` and all that `/vg help` lists.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Where I belong:* `/invite` me to <#C0000000009>, where requests are decided, and to the channels in which your team uses `/vg`.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Map a colleague:* `/vg access grant @ann account Acme until 2027-01-31`, or `/vg access grant` alone for a form. The scopes are admin, service_provider, account and on_call; who holds what: `/vg access list`.","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Those whom nobody has mapped can ask for access; their requests come to <#C0000000009> with Map… and Deny.","verbatim":true}]}]}', NULL, NULL, NULL, 1, 0, NULL, 1795683963285, 1795683963285, 1795683963326);
INSERT INTO `outbox` VALUES (2, 'C0000000008', 'sent', 'U0000000005', NULL, '{"text":"Done: I granted sam Service Provider scope on Default.\n*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end\nReference chg_c862bca3065125d0b167","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"Done: I granted sam Service Provider scope on Default.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_c862bca3065125d0b167","verbatim":true}]},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Post here","emoji":false},"action_id":"changes.post","value":"chg_c862bca3065125d0b167"},{"type":"button","text":{"type":"plain_text","text":"Undo","emoji":false},"action_id":"changes.undo","value":"chg_c862bca3065125d0b167","style":"danger","confirm":{"title":{"type":"plain_text","text":"Undo this?","emoji":false},"text":{"type":"plain_text","text":"This takes back: grant sam Service Provider scope on Default.","emoji":false},"confirm":{"type":"plain_text","text":"Undo","emoji":false},"deny":{"type":"plain_text","text":"Keep it","emoji":false},"style":"danger"}}]}]}', 'U0000000005', X'0128558F37299B96F797705A2725FD6BC15A57EB83B252F7A541C1A27DDC3F6DCFD712AC90624F809DABCBBE63324E0B74D3731FC281B2FFB3FB09D73DC91349822AD70FE8106A327A8AAF563D3B35CD573C3A08C5AF4AA9F52717D84CEBFE9A10', 'chg_c862bca3065125d0b167', 1, 0, NULL, 1795683963399, 1795683963399, 1795683963467);
INSERT INTO `outbox` VALUES (3, 'C0000000009', 'sent', NULL, 'announced/chg_c862bca3065125d0b167', '{"text":"<@U0000000005> granted sam Service Provider scope on Default. As an Admin they need no second person for it.\n*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end\nReference chg_c862bca3065125d0b167","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"<@U0000000005> granted sam Service Provider scope on Default. As an Admin they need no second person for it.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_c862bca3065125d0b167","verbatim":true}]}]}', 'admins', NULL, 'chg_c862bca3065125d0b167', 1, 0, NULL, 1795683963399, 1795683963399, 1795683963482);
INSERT INTO `outbox` VALUES (4, 'C0000000009', 'sent', NULL, NULL, '{"text":"<@U0000000005>: grant sam Service Provider scope on Default. Done and verified: granted sam Service Provider scope on Default.\n*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end\nReference chg_c862bca3065125d0b167","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"<@U0000000005>: grant sam Service Provider scope on Default. Done and verified: granted sam Service Provider scope on Default.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_c862bca3065125d0b167","verbatim":true}]}]}', 'admins', NULL, 'chg_c862bca3065125d0b167', 1, 0, NULL, 1795683963399, 1795683963399, 1795770363521);
INSERT INTO `outbox` VALUES (5, 'U0000000006', 'sent', NULL, NULL, '{"text":"ada granted you Service Provider scope on Default. Type /vg help to see what you can do, /vg me to see what you hold.","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"ada granted you Service Provider scope on Default. Type /vg help to see what you can do, /vg me to see what you hold.","verbatim":true}}]}', NULL, NULL, NULL, 1, 0, NULL, 1795683963399, 1795683963399, 1795770363505);
INSERT INTO `outbox` VALUES (6, 'C0000000009', 'sent', NULL, 'anchor/2', '{"text":"*Audit anchor*: entry 2, 2026-11-27 09:06 UTC\n`f58234eb780c104dcc03d450f2641a467ba555a803529437ede272bb62f7e18f`\nWhile this message stands, no entry up to 2 can be changed unnoticed.","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*Audit anchor*: entry 2, <!date^1795770363^{date_short_pretty} {time}|2026-11-27 09:06 UTC>","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"`f58234eb780c104dcc03d450f2641a467ba555a803529437ede272bb62f7e18f`","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"While this message stands, no entry up to 2 can be changed unnoticed.","verbatim":true}]}]}', 'admins', NULL, NULL, 1, 0, NULL, 1795770363806, 1795770363806, 1795770364330);
INSERT INTO `outbox` VALUES (8, 'C0000000009', 'sent', NULL, 'request/chg_a8483d813737d43ab271', '{"text":"*Create account Acme*\n*Account name:* Acme\n*Service Provider:* Default\n*SIP Realm:* acme.example.com\n*Reason:* A pilot\nWaiting for a decision, until 2026-12-04 09:06 UTC.\nAsked by <@U0000000006>\nRevision 1, digest c4ba072b\nReference chg_a8483d813737d43ab271","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*Create account Acme*","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Account name:* Acme\n*Service Provider:* Default\n*SIP Realm:* acme.example.com","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Reason:* A pilot","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"Waiting for a decision, until <!date^1796375164^{date_short_pretty} {time}|2026-12-04 09:06 UTC>.","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Asked by <@U0000000006>","verbatim":true},{"type":"mrkdwn","text":"Revision 1, digest c4ba072b","verbatim":true}]},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_a8483d813737d43ab271","verbatim":true}]},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Approve","emoji":false},"action_id":"approvals.approve","value":"chg_a8483d813737d43ab271:1","style":"primary","accessibility_label":"Approve: create account Acme"},{"type":"button","text":{"type":"plain_text","text":"Edit & approve","emoji":false},"action_id":"approvals.edit","value":"chg_a8483d813737d43ab271:1","accessibility_label":"Edit & approve: create account Acme"},{"type":"button","text":{"type":"plain_text","text":"Deny","emoji":false},"action_id":"approvals.deny","value":"chg_a8483d813737d43ab271:1","style":"danger","accessibility_label":"Deny: create account Acme"}]}]}', 'admins', NULL, 'chg_a8483d813737d43ab271', 1, 0, NULL, 1795770364409, 1795770364409, 1795770364481);
INSERT INTO `outbox` VALUES (9, 'U0000000006', 'sent', NULL, 'own/chg_a8483d813737d43ab271', '{"text":"*You asked to create account Acme*\n*Account name:* Acme\n*Service Provider:* Default\n*SIP Realm:* acme.example.com\n*Reason:* A pilot\nWaiting for a decision, until 2026-12-04 09:06 UTC.\nReference chg_a8483d813737d43ab271","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*You asked to create account Acme*","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Account name:* Acme\n*Service Provider:* Default\n*SIP Realm:* acme.example.com","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Reason:* A pilot","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"Waiting for a decision, until <!date^1796375164^{date_short_pretty} {time}|2026-12-04 09:06 UTC>.","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_a8483d813737d43ab271","verbatim":true}]},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Withdraw","emoji":false},"action_id":"approvals.withdraw","value":"chg_a8483d813737d43ab271","confirm":{"title":{"type":"plain_text","text":"Withdraw the request?","emoji":false},"text":{"type":"plain_text","text":"Nobody can approve it any more.","emoji":false},"confirm":{"type":"plain_text","text":"Withdraw","emoji":false},"deny":{"type":"plain_text","text":"Keep it","emoji":false}}}]}]}', NULL, NULL, 'chg_a8483d813737d43ab271', 1, 0, NULL, 1795770364409, 1795770364409, 1795770364489);
INSERT INTO `outbox` VALUES (10, 'C0000000008', 'sent', 'U0000000005', NULL, '{"text":"Done: I granted tia on-call scope for all Service Providers.\n*Person:* tia\n*Scope:* on-call\n*Service Provider:* all of them\n*Until:* no end\nReference chg_968b20d0570a779c629e","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"Done: I granted tia on-call scope for all Service Providers.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Person:* tia\n*Scope:* on-call\n*Service Provider:* all of them\n*Until:* no end","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_968b20d0570a779c629e","verbatim":true}]},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Post here","emoji":false},"action_id":"changes.post","value":"chg_968b20d0570a779c629e"},{"type":"button","text":{"type":"plain_text","text":"Undo","emoji":false},"action_id":"changes.undo","value":"chg_968b20d0570a779c629e","style":"danger","confirm":{"title":{"type":"plain_text","text":"Undo this?","emoji":false},"text":{"type":"plain_text","text":"This takes back: grant tia on-call scope for all Service Providers.","emoji":false},"confirm":{"type":"plain_text","text":"Undo","emoji":false},"deny":{"type":"plain_text","text":"Keep it","emoji":false},"style":"danger"}}]}]}', 'U0000000005', X'019294819944D6338FDD62B76A8DFE9B946517D7E6F895E17D60C6D1509C6E5835AD02E3A656E80E24D38B545F42EBA3324D33C7D8AC8932E2AD903195A4E9A2125C759E547E36DCD7B486FD6F058BF69D3A7F81283FF9B530E2C4CA868910D9C0', 'chg_968b20d0570a779c629e', 1, 0, NULL, 1795770364538, 1795770364538, 1795770364573);
INSERT INTO `outbox` VALUES (11, 'C0000000009', 'due', NULL, NULL, '{"text":"<@U0000000005>: grant tia on-call scope for all Service Providers. Done and verified: granted tia on-call scope for all Service Providers.\n*Person:* tia\n*Scope:* on-call\n*Service Provider:* all of them\n*Until:* no end\nReference chg_968b20d0570a779c629e","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"<@U0000000005>: grant tia on-call scope for all Service Providers. Done and verified: granted tia on-call scope for all Service Providers.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Person:* tia\n*Scope:* on-call\n*Service Provider:* all of them\n*Until:* no end","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_968b20d0570a779c629e","verbatim":true}]}]}', 'admins', NULL, 'chg_968b20d0570a779c629e', 0, 0, NULL, 1795770364538, 1795773964577, NULL);
INSERT INTO `outbox` VALUES (12, 'U0000000007', 'due', NULL, NULL, '{"text":"ada granted you on-call scope for all Service Providers. Type /vg help to see what you can do, /vg me to see what you hold.","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"ada granted you on-call scope for all Service Providers. Type /vg help to see what you can do, /vg me to see what you hold.","verbatim":true}}]}', NULL, NULL, NULL, 0, 0, NULL, 1795770364538, 1795773964580, NULL);
INSERT INTO `people` VALUES ('T0000000001', 'U0000000005', 'ada', 0, 0, 0, 0, 1795770364505);
INSERT INTO `people` VALUES ('T0000000001', 'U0000000006', 'sam', 0, 0, 0, 0, 1795770364350);
INSERT INTO `people` VALUES ('T0000000001', 'U0000000007', 'tia', 0, 0, 0, 0, 1795770364519);
INSERT INTO `data_keys` VALUES ('sealing', X'01822E80824A7A1CD081D637F7D3F43E562910CC67560734B3EDF4F02B4F9D0A5D54433E7C1D28E534AA956DA509D8201485885280B3F403ABC157D808', 1795683963197);
INSERT INTO `data_keys` VALUES ('fingerprint', X'01CCDAAF71401520CE9A1D062D38F9A0CF1497079397F3CF01D6E1D8442D15BC272CA460554047FD080EAD511760C43A5FED2EAFE16D56768881B374D3', 1795683963197);
INSERT INTO `data_keys` VALUES ('audit', X'01EE35D9F8D2672A4E61FD55DE5995C6C8610407C935B50E380F682425A106888FED68F6FDBE9BEE26D88B63A04ED69AF3019B5F2EDE2487F9C4F93C36', 1795683963197);
INSERT INTO `settings` VALUES (1, '{"teamId":"T0000000001","adminUsers":["U0000000005"],"channels":{"approvals":"C0000000009","ops":"C0000000009","audit":"C0000000009"},"fourEyes":"others","requestDays":7,"command":"/vg","missingScopes":[]}', 1795683963186);
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
