-- left at 2026-11-27T12:11:04.955Z
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
CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`sid` text NOT NULL,
	`account_sid` text NOT NULL,
	`account_name` text NOT NULL,
	`provider_sid` text NOT NULL,
	`provider_name` text NOT NULL,
	`prefix` text NOT NULL,
	`last_four` text NOT NULL,
	`label` text NOT NULL,
	`purpose` text,
	`owner_team` text,
	`owner_user` text,
	`made_by_team` text NOT NULL,
	`made_by_user` text NOT NULL,
	`change_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`claim_until` integer NOT NULL,
	`shown_at` integer,
	`claimed_at` integer,
	`handover` blob,
	`reminded` integer,
	`replaces` text,
	`grace_minutes` integer,
	`replaced_by` text,
	`revoked_at` integer,
	`revoked_why` text
);
CREATE TABLE `kept_secrets` (
	`id` text PRIMARY KEY NOT NULL,
	`sealed` blob NOT NULL,
	`until` integer NOT NULL
);
INSERT INTO `__drizzle_migrations` VALUES (NULL, '1beca2e8b59294133ad14234afd4163f28c650b89b4e3b9ddedce48d2f866ef4', 1795452011227);
INSERT INTO `__drizzle_migrations` VALUES (NULL, '2e039055ccc865672a95766c49fd624f7bd1300e31ea47fb8a3156047dfa7a82', 1795453739886);
INSERT INTO `__drizzle_migrations` VALUES (NULL, '7099cb2264a19e97d5e207dd43bf2f1bd83970aa8d8dc34053852f920d27636c', 1795640947832);
INSERT INTO `__drizzle_migrations` VALUES (NULL, '8054d3f14fad4a4d1530383bd54455e6c396ced01576b7615bc197b26625a10a', 1795689100079);
INSERT INTO `audit_anchors` VALUES (2, '8b4854e97374ca69705ba02faf7d574a3fbce9651147afc1b3d484272a8da379', 1795781462353);
INSERT INTO `audit_entries` VALUES (1, 1795695061959, 'T0000000001', 'U0000000005', 'ada', 'command', 'access grant', 'asked', 'chg_56aed15869d83c98ebbc', 'fc15a036-1e1d-4473-a715-ad51785b678f', NULL, 'T0000000001/U0000000006', 'sam', '{"facts":[{"label":"Person","value":"sam"},{"label":"Scope","value":"Service Provider"},{"label":"Service Provider","value":"Default"},{"label":"Until","value":"no end"}],"revision":1,"digest":"ec66b89922309e9995f19896400a34b4a5391bdf1fff5cd0867f3f162b234e23"}', '98248d852c83f491817a028be5c426b1c4c5f9ac6a430cb5c48fcdc72ae5572e');
INSERT INTO `audit_entries` VALUES (2, 1795695062019, 'T0000000001', 'U0000000005', 'ada', 'command', 'access grant', 'verified', 'chg_56aed15869d83c98ebbc', 'fc15a036-1e1d-4473-a715-ad51785b678f', NULL, 'T0000000001/U0000000006', 'sam', '{"facts":[{"label":"Person","value":"sam"},{"label":"Scope","value":"Service Provider"},{"label":"Service Provider","value":"Default"},{"label":"Until","value":"no end"}],"revision":1,"digest":"ec66b89922309e9995f19896400a34b4a5391bdf1fff5cd0867f3f162b234e23"}', '8b4854e97374ca69705ba02faf7d574a3fbce9651147afc1b3d484272a8da379');
INSERT INTO `audit_entries` VALUES (3, 1795781464572, 'T0000000001', 'U0000000006', 'sam', 'command', 'account create', 'asked', 'chg_d9ebc7cbaf96344a3879', 'fc15a036-1e1d-4473-a715-ad51785b678f', NULL, NULL, 'Acme', '{"facts":[{"label":"Account name","value":"Acme"},{"label":"Service Provider","value":"Default"},{"label":"SIP Realm","value":"acme.example.com"}],"revision":1,"digest":"159db6462fde4725de5e7a05cba52bd45639aca6e96e9c234d699e79d2ec2c9f","reason":"A pilot"}', '6d116e1a4d2975ae883b44206876874f709a61591977fcbece7e6bbc797f0474');
INSERT INTO `audit_entries` VALUES (4, 1795781464854, 'T0000000001', 'U0000000005', 'ada', 'command', 'access grant', 'asked', 'chg_1190bc742aa576aa53f9', NULL, NULL, 'T0000000001/U0000000007', 'tia', '{"facts":[{"label":"Person","value":"tia"},{"label":"Scope","value":"on-call"},{"label":"Service Provider","value":"all of them"},{"label":"Until","value":"no end"}],"revision":1,"digest":"fd90f521b1379e8ff20c85abc92af00ec6ddc3a40967a6f0d2883c827bd66d55"}', '4c6431b674aca19530050f2d35b20b7379a9392ec922ed11eba888d593e54c6f');
INSERT INTO `audit_entries` VALUES (5, 1795781464916, 'T0000000001', 'U0000000005', 'ada', 'command', 'access grant', 'verified', 'chg_1190bc742aa576aa53f9', NULL, NULL, 'T0000000001/U0000000007', 'tia', '{"facts":[{"label":"Person","value":"tia"},{"label":"Scope","value":"on-call"},{"label":"Service Provider","value":"all of them"},{"label":"Until","value":"no end"}],"revision":1,"digest":"fd90f521b1379e8ff20c85abc92af00ec6ddc3a40967a6f0d2883c827bd66d55"}', 'f576c2d4f9bc64afd412cf947580be7693161ee7536a78f260594bbbd26e64b3');
INSERT INTO `cards` VALUES ('announced/chg_56aed15869d83c98ebbc', 'C0000000009', 'C0000000009', '1795695062.160000');
INSERT INTO `cards` VALUES ('anchor/2', 'C0000000009', 'C0000000009', '1795695062.880000');
INSERT INTO `cards` VALUES ('request/chg_d9ebc7cbaf96344a3879', 'C0000000009', 'C0000000009', '1795695064.664000');
INSERT INTO `cards` VALUES ('own/chg_d9ebc7cbaf96344a3879', 'U0000000006', 'D000000000C', '1795695064.665000');
INSERT INTO `changes` VALUES (1, 'chg_56aed15869d83c98ebbc', 'access grant', 'verified', 'person/U0000000006', NULL, 'frm_d6d2c4710c2ec7c31bce', 'T0000000001', 'U0000000005', 'ada', 'fc15a036-1e1d-4473-a715-ad51785b678f', NULL, 'T0000000001/U0000000006', '{"person":{"teamId":"T0000000001","userId":"U0000000006"},"personName":"sam","scope":"service_provider","providerSid":"fc15a036-1e1d-4473-a715-ad51785b678f","targetName":"Default"}', '{"surface":"command","channel":"C0000000008"}', X'011CCB1F7B0627AC3CB6F1ADF7DC577A253F3E7610A60A0F793BC5DAC9322DC45B3F00D314A51C7A9705EE3AA5B2D30D084BB4D36CD97D0C9B6D57E7B8E6889E320D5615D40E98B9899DBA7881519924301F8E49AD2FB2E30F9EC5465833A1DD8C', NULL, 1, 'ec66b89922309e9995f19896400a34b4a5391bdf1fff5cd0867f3f162b234e23', '["U0000000005"]', 1, 0, NULL, NULL, NULL, NULL, NULL, 1795695061959, NULL, 1795695062019, 0, NULL, NULL, '{"grantId":"grt_b9511fae64596f091469","until":null}', NULL, NULL);
INSERT INTO `changes` VALUES (2, 'chg_d9ebc7cbaf96344a3879', 'account create', 'waiting', 'provider/fc15a036-1e1d-4473-a715-ad51785b678f', NULL, 'frm_f28809112274adcf0eba', 'T0000000001', 'U0000000006', 'sam', 'fc15a036-1e1d-4473-a715-ad51785b678f', NULL, NULL, '{"name":"Acme","sipRealm":"acme.example.com","providerSid":"fc15a036-1e1d-4473-a715-ad51785b678f","providerName":"Default","limits":null,"grantTo":null}', '{"surface":"command","channel":"C0000000008"}', X'010AE748B43342F4072257E45A492122A0970B7B3F7D9F72415740FD3E0212D80438ADFA76FEB0C4BA29049E704719B8DA7144242F455EBD05904D8CF213676B8B9BDADC7054FEB67A5E628D7C9BC7C37A9A4613D9A333969A3D426B9253446F21', 'A pilot', 1, '159db6462fde4725de5e7a05cba52bd45639aca6e96e9c234d699e79d2ec2c9f', '["U0000000006"]', 0, 1, 1796386264572, 1796040664572, NULL, NULL, NULL, 1795781464572, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL);
INSERT INTO `changes` VALUES (3, 'chg_1190bc742aa576aa53f9', 'access grant', 'verified', 'person/U0000000007', NULL, 'frm_cd80a8dc4a0c7dd70316', 'T0000000001', 'U0000000005', 'ada', NULL, NULL, 'T0000000001/U0000000007', '{"person":{"teamId":"T0000000001","userId":"U0000000007"},"personName":"tia","scope":"on_call"}', '{"surface":"command","channel":"C0000000008"}', X'019E59096B413D5B95154F6BB5AC98D882A09842DF9FB5BC745ECF38FE5EF5E6A88115CFBF0ABC44010849039AE4D38826F6BC78CC3B0EE846B6AF5E44AAE18ABDF4625F307417AFC40C13D8E79542C73985E0EEEC05FC45A3CA7917307C5AD6A4', NULL, 1, 'fd90f521b1379e8ff20c85abc92af00ec6ddc3a40967a6f0d2883c827bd66d55', '["U0000000005"]', 0, 0, NULL, NULL, NULL, NULL, NULL, 1795781464854, NULL, 1795781464916, 0, NULL, NULL, '{"grantId":"grt_aefb729c2c769ba91d01","until":null}', NULL, NULL);
INSERT INTO `grants` VALUES ('grt_b9511fae64596f091469', 'T0000000001', 'U0000000006', 'service_provider', 'fc15a036-1e1d-4473-a715-ad51785b678f', 'fc15a036-1e1d-4473-a715-ad51785b678f', NULL, 'Default', NULL, 'U0000000005', 'chg_56aed15869d83c98ebbc', 1795695062025, NULL, NULL);
INSERT INTO `grants` VALUES ('grt_aefb729c2c769ba91d01', 'T0000000001', 'U0000000007', 'on_call', '*', NULL, NULL, NULL, NULL, 'U0000000005', 'chg_1190bc742aa576aa53f9', 1795781464917, NULL, NULL);
INSERT INTO `marks` VALUES ('welcome/U0000000005', 1795695061805);
INSERT INTO `outbox` VALUES (1, 'U0000000005', 'sent', NULL, NULL, '{"text":"*Switchboard is running, and you are one of its Admins.* It runs Voice Gateway accounts from Slack: `/vg account create`, `/vg tts clear` and all that `/vg help` lists.\n*Where I belong:* `/invite` me to <#C0000000009>, where requests are decided, and to the channels in which your team uses `/vg`.\n*Map a colleague:* `/vg access grant @ann account Acme until 2027-01-31`, or `/vg access grant` alone for a form. The scopes are admin, service_provider, account and on_call; who holds what: `/vg access list`.\nThose whom nobody has mapped can ask for access; their requests come to <#C0000000009> with Map… and Deny.","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*Switchboard is running, and you are one of its Admins.* It runs Voice Gateway accounts from Slack: `/vg account create`, `/vg tts clear` and all that `/vg help` lists.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Where I belong:* `/invite` me to <#C0000000009>, where requests are decided, and to the channels in which your team uses `/vg`.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Map a colleague:* `/vg access grant @ann account Acme until 2027-01-31`, or `/vg access grant` alone for a form. The scopes are admin, service_provider, account and on_call; who holds what: `/vg access list`.","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Those whom nobody has mapped can ask for access; their requests come to <#C0000000009> with Map… and Deny.","verbatim":true}]}]}', NULL, NULL, NULL, 1, 0, NULL, 1795695061805, 1795695061805, 1795695061926);
INSERT INTO `outbox` VALUES (2, 'C0000000008', 'sent', 'U0000000005', NULL, '{"text":"Done: I granted sam Service Provider scope on Default.\n*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end\nReference chg_56aed15869d83c98ebbc","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"Done: I granted sam Service Provider scope on Default.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_56aed15869d83c98ebbc","verbatim":true}]},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Post here","emoji":false},"action_id":"changes.post","value":"chg_56aed15869d83c98ebbc"},{"type":"button","text":{"type":"plain_text","text":"Undo","emoji":false},"action_id":"changes.undo","value":"chg_56aed15869d83c98ebbc","style":"danger","confirm":{"title":{"type":"plain_text","text":"Undo this?","emoji":false},"text":{"type":"plain_text","text":"This takes back: grant sam Service Provider scope on Default.","emoji":false},"confirm":{"type":"plain_text","text":"Undo","emoji":false},"deny":{"type":"plain_text","text":"Keep it","emoji":false},"style":"danger"}}]}]}', 'U0000000005', X'011CCB1F7B0627AC3CB6F1ADF7DC577A253F3E7610A60A0F793BC5DAC9322DC45B3F00D314A51C7A9705EE3AA5B2D30D084BB4D36CD97D0C9B6D57E7B8E6889E320D5615D40E98B9899DBA7881519924301F8E49AD2FB2E30F9EC5465833A1DD8C', 'chg_56aed15869d83c98ebbc', 1, 0, NULL, 1795695062019, 1795695062019, 1795781462188);
INSERT INTO `outbox` VALUES (3, 'C0000000009', 'sent', NULL, 'announced/chg_56aed15869d83c98ebbc', '{"text":"<@U0000000005> granted sam Service Provider scope on Default. As an Admin they need no second person for it.\n*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end\nReference chg_56aed15869d83c98ebbc","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"<@U0000000005> granted sam Service Provider scope on Default. As an Admin they need no second person for it.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_56aed15869d83c98ebbc","verbatim":true}]}]}', 'admins', NULL, 'chg_56aed15869d83c98ebbc', 1, 0, NULL, 1795695062019, 1795695062019, 1795781462188);
INSERT INTO `outbox` VALUES (4, 'C0000000009', 'sent', NULL, NULL, '{"text":"<@U0000000005>: grant sam Service Provider scope on Default. Done and verified: granted sam Service Provider scope on Default.\n*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end\nReference chg_56aed15869d83c98ebbc","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"<@U0000000005>: grant sam Service Provider scope on Default. Done and verified: granted sam Service Provider scope on Default.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_56aed15869d83c98ebbc","verbatim":true}]}]}', 'admins', NULL, 'chg_56aed15869d83c98ebbc', 1, 0, NULL, 1795695062019, 1795695062019, 1795781462228);
INSERT INTO `outbox` VALUES (5, 'U0000000006', 'sent', NULL, NULL, '{"text":"ada granted you Service Provider scope on Default. Type /vg help to see what you can do, /vg me to see what you hold.","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"ada granted you Service Provider scope on Default. Type /vg help to see what you can do, /vg me to see what you hold.","verbatim":true}}]}', NULL, NULL, NULL, 1, 0, NULL, 1795695062019, 1795695062019, 1795781462189);
INSERT INTO `outbox` VALUES (6, 'C0000000009', 'sent', NULL, 'anchor/2', '{"text":"*Audit anchor*: entry 2, 2026-11-27 12:11 UTC\n`8b4854e97374ca69705ba02faf7d574a3fbce9651147afc1b3d484272a8da379`\nWhile this message stands, no entry up to 2 can be changed unnoticed.","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*Audit anchor*: entry 2, <!date^1795781462^{date_short_pretty} {time}|2026-11-27 12:11 UTC>","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"`8b4854e97374ca69705ba02faf7d574a3fbce9651147afc1b3d484272a8da379`","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"While this message stands, no entry up to 2 can be changed unnoticed.","verbatim":true}]}]}', 'admins', NULL, NULL, 1, 0, NULL, 1795781462353, 1795781462353, 1795781463133);
INSERT INTO `outbox` VALUES (8, 'C0000000009', 'sent', NULL, 'request/chg_d9ebc7cbaf96344a3879', '{"text":"*Create account Acme*\n*Account name:* Acme\n*Service Provider:* Default\n*SIP Realm:* acme.example.com\n*Reason:* A pilot\nWaiting for a decision, until 2026-12-04 12:11 UTC.\nAsked by <@U0000000006>\nRevision 1, digest 159db646\nReference chg_d9ebc7cbaf96344a3879","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*Create account Acme*","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Account name:* Acme\n*Service Provider:* Default\n*SIP Realm:* acme.example.com","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Reason:* A pilot","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"Waiting for a decision, until <!date^1796386264^{date_short_pretty} {time}|2026-12-04 12:11 UTC>.","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Asked by <@U0000000006>","verbatim":true},{"type":"mrkdwn","text":"Revision 1, digest 159db646","verbatim":true}]},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_d9ebc7cbaf96344a3879","verbatim":true}]},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Approve","emoji":false},"action_id":"approvals.approve","value":"chg_d9ebc7cbaf96344a3879:1","style":"primary","accessibility_label":"Approve: create account Acme"},{"type":"button","text":{"type":"plain_text","text":"Edit & approve","emoji":false},"action_id":"approvals.edit","value":"chg_d9ebc7cbaf96344a3879:1","accessibility_label":"Edit & approve: create account Acme"},{"type":"button","text":{"type":"plain_text","text":"Deny","emoji":false},"action_id":"approvals.deny","value":"chg_d9ebc7cbaf96344a3879:1","style":"danger","accessibility_label":"Deny: create account Acme"}]}]}', 'admins', NULL, 'chg_d9ebc7cbaf96344a3879', 1, 0, NULL, 1795781464572, 1795781464572, 1795781464670);
INSERT INTO `outbox` VALUES (9, 'U0000000006', 'sent', NULL, 'own/chg_d9ebc7cbaf96344a3879', '{"text":"*You asked to create account Acme*\n*Account name:* Acme\n*Service Provider:* Default\n*SIP Realm:* acme.example.com\n*Reason:* A pilot\nWaiting for a decision, until 2026-12-04 12:11 UTC.\nReference chg_d9ebc7cbaf96344a3879","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*You asked to create account Acme*","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Account name:* Acme\n*Service Provider:* Default\n*SIP Realm:* acme.example.com","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Reason:* A pilot","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"Waiting for a decision, until <!date^1796386264^{date_short_pretty} {time}|2026-12-04 12:11 UTC>.","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_d9ebc7cbaf96344a3879","verbatim":true}]},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Withdraw","emoji":false},"action_id":"approvals.withdraw","value":"chg_d9ebc7cbaf96344a3879","confirm":{"title":{"type":"plain_text","text":"Withdraw the request?","emoji":false},"text":{"type":"plain_text","text":"Nobody can approve it any more.","emoji":false},"confirm":{"type":"plain_text","text":"Withdraw","emoji":false},"deny":{"type":"plain_text","text":"Keep it","emoji":false}}}]}]}', NULL, NULL, 'chg_d9ebc7cbaf96344a3879', 1, 0, NULL, 1795781464572, 1795781464572, 1795781464674);
INSERT INTO `outbox` VALUES (10, 'C0000000008', 'sent', 'U0000000005', NULL, '{"text":"Done: I granted tia on-call scope for all Service Providers.\n*Person:* tia\n*Scope:* on-call\n*Service Provider:* all of them\n*Until:* no end\nReference chg_1190bc742aa576aa53f9","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"Done: I granted tia on-call scope for all Service Providers.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Person:* tia\n*Scope:* on-call\n*Service Provider:* all of them\n*Until:* no end","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_1190bc742aa576aa53f9","verbatim":true}]},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Post here","emoji":false},"action_id":"changes.post","value":"chg_1190bc742aa576aa53f9"},{"type":"button","text":{"type":"plain_text","text":"Undo","emoji":false},"action_id":"changes.undo","value":"chg_1190bc742aa576aa53f9","style":"danger","confirm":{"title":{"type":"plain_text","text":"Undo this?","emoji":false},"text":{"type":"plain_text","text":"This takes back: grant tia on-call scope for all Service Providers.","emoji":false},"confirm":{"type":"plain_text","text":"Undo","emoji":false},"deny":{"type":"plain_text","text":"Keep it","emoji":false},"style":"danger"}}]}]}', 'U0000000005', X'019E59096B413D5B95154F6BB5AC98D882A09842DF9FB5BC745ECF38FE5EF5E6A88115CFBF0ABC44010849039AE4D38826F6BC78CC3B0EE846B6AF5E44AAE18ABDF4625F307417AFC40C13D8E79542C73985E0EEEC05FC45A3CA7917307C5AD6A4', 'chg_1190bc742aa576aa53f9', 1, 0, NULL, 1795781464916, 1795781464916, 1795781464952);
INSERT INTO `outbox` VALUES (11, 'C0000000009', 'due', NULL, NULL, '{"text":"<@U0000000005>: grant tia on-call scope for all Service Providers. Done and verified: granted tia on-call scope for all Service Providers.\n*Person:* tia\n*Scope:* on-call\n*Service Provider:* all of them\n*Until:* no end\nReference chg_1190bc742aa576aa53f9","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"<@U0000000005>: grant tia on-call scope for all Service Providers. Done and verified: granted tia on-call scope for all Service Providers.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Person:* tia\n*Scope:* on-call\n*Service Provider:* all of them\n*Until:* no end","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_1190bc742aa576aa53f9","verbatim":true}]}]}', 'admins', NULL, 'chg_1190bc742aa576aa53f9', 0, 0, NULL, 1795781464916, 1795785064952, NULL);
INSERT INTO `outbox` VALUES (12, 'U0000000007', 'due', NULL, NULL, '{"text":"ada granted you on-call scope for all Service Providers. Type /vg help to see what you can do, /vg me to see what you hold.","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"ada granted you on-call scope for all Service Providers. Type /vg help to see what you can do, /vg me to see what you hold.","verbatim":true}}]}', NULL, NULL, NULL, 0, 0, NULL, 1795781464916, 1795785064952, NULL);
INSERT INTO `people` VALUES ('T0000000001', 'U0000000005', 'ada', 0, 0, 0, 0, 1795781464779);
INSERT INTO `people` VALUES ('T0000000001', 'U0000000006', 'sam', 0, 0, 0, 0, 1795781463452);
INSERT INTO `people` VALUES ('T0000000001', 'U0000000007', 'tia', 0, 0, 0, 0, 1795781464831);
INSERT INTO `data_keys` VALUES ('sealing', X'01027AEC3EDB3B2DD2DD99FA5B34A6266EE6D0815AEC89768EE1451B772836DA5397B357022DBA8BFD3FAE0BFFE2B4DCD7EA1B9F4AFAD0E65F07083568', 1795695061684);
INSERT INTO `data_keys` VALUES ('fingerprint', X'01A9D998A0F1F9E6382EE199B7D686641F980A80DC64F30EF35CA26561EF8B01F8F01BD3B85CD3BD391A3506DEF44EA7693BDEB978CB00B41684C71AF7', 1795695061684);
INSERT INTO `data_keys` VALUES ('audit', X'015A6C78725FC995881D6CC1FE6E9C1D7E66126DC096A04CD1E2F943D5886EA661B58D86953A93BBDEA3BD9F665A379CB90ADE5B802B20F8E07137726A', 1795695061684);
INSERT INTO `settings` VALUES (1, '{"teamId":"T0000000001","adminUsers":["U0000000005"],"channels":{"approvals":"C0000000009","ops":"C0000000009","audit":"C0000000009"},"fourEyes":"others","requestDays":7,"allowedAddresses":{"private":false,"ranges":[]},"command":"/vg","missingScopes":[]}', 1795695061658);
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
CREATE UNIQUE INDEX `api_keys_sid_unique` ON `api_keys` (`sid`);
CREATE INDEX `api_keys_by_account` ON `api_keys` (`account_sid`);
CREATE INDEX `api_keys_live` ON `api_keys` (`expires_at`) WHERE "api_keys"."revoked_at" is null;
CREATE INDEX `kept_secrets_by_end` ON `kept_secrets` (`until`);
