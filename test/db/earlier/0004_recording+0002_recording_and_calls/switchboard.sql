-- left at 2026-11-27T19:09:14.514Z
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
CREATE TABLE `drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`user_id` text NOT NULL,
	`form` text NOT NULL,
	`sealed` blob NOT NULL,
	`until` integer NOT NULL
);
CREATE TABLE `recording_alarmed` (
	`alarm` text NOT NULL,
	`account_sid` text NOT NULL,
	`account_name` text NOT NULL,
	`provider_name` text NOT NULL,
	`state` text NOT NULL,
	`missed` text NOT NULL,
	`alarmed_at` integer NOT NULL,
	`ended_at` integer,
	`told_at` integer,
	PRIMARY KEY(`alarm`, `account_sid`)
);
CREATE TABLE `recording_alarms` (
	`cause` text PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`opened_at` integer NOT NULL,
	`ended_at` integer,
	`muted_until` integer,
	`muted_by` text
);
CREATE TABLE `recording_verdicts` (
	`call_sid` text PRIMARY KEY NOT NULL,
	`account_sid` text NOT NULL,
	`verdict` text NOT NULL,
	`ended_at` integer NOT NULL
);
CREATE TABLE `recording_watch` (
	`account_sid` text PRIMARY KEY NOT NULL,
	`records_as` text,
	`since` integer NOT NULL,
	`looked_at` integer NOT NULL,
	`misses` integer NOT NULL,
	`cause` text
);
INSERT INTO `__drizzle_migrations` VALUES (NULL, '1beca2e8b59294133ad14234afd4163f28c650b89b4e3b9ddedce48d2f866ef4', 1795452011227);
INSERT INTO `__drizzle_migrations` VALUES (NULL, '2e039055ccc865672a95766c49fd624f7bd1300e31ea47fb8a3156047dfa7a82', 1795453739886);
INSERT INTO `__drizzle_migrations` VALUES (NULL, '7099cb2264a19e97d5e207dd43bf2f1bd83970aa8d8dc34053852f920d27636c', 1795640947832);
INSERT INTO `__drizzle_migrations` VALUES (NULL, '8054d3f14fad4a4d1530383bd54455e6c396ced01576b7615bc197b26625a10a', 1795689100079);
INSERT INTO `__drizzle_migrations` VALUES (NULL, 'dcc44da882022060e4a0d76bb3cba943ffbd118ea3ce2e00b01eb008bc9d02ad', 1795699874703);
INSERT INTO `audit_anchors` VALUES (8, 'a14b8a197adba4f10807a293c62f61c2f9c27878ef5a3e5371ebaa818b4a0f7c', 1795805953387);
INSERT INTO `audit_entries` VALUES (1, 1795719552916, 'T0000000001', 'U0000000005', 'ada', 'command', 'access grant', 'asked', 'chg_fc0fa8983cbc31c469d7', 'ba3632b8-7342-4e7b-bd45-16dadef12047', NULL, 'T0000000001/U0000000006', 'sam', '{"facts":[{"label":"Person","value":"sam"},{"label":"Scope","value":"Service Provider"},{"label":"Service Provider","value":"Default"},{"label":"Until","value":"no end"}],"revision":1,"digest":"4bedbde2570998712a83ebb35656880af89ca304f87b9e98e96ca10c2d6ff6cc"}', 'e5851252bd4e83e14fdaa8cda21243b98b0cfc812df7ecb84d8d7dea12fc352d');
INSERT INTO `audit_entries` VALUES (2, 1795719552932, 'T0000000001', 'U0000000005', 'ada', 'command', 'access grant', 'verified', 'chg_fc0fa8983cbc31c469d7', 'ba3632b8-7342-4e7b-bd45-16dadef12047', NULL, 'T0000000001/U0000000006', 'sam', '{"facts":[{"label":"Person","value":"sam"},{"label":"Scope","value":"Service Provider"},{"label":"Service Provider","value":"Default"},{"label":"Until","value":"no end"}],"revision":1,"digest":"4bedbde2570998712a83ebb35656880af89ca304f87b9e98e96ca10c2d6ff6cc"}', '725b102fa7803e2ea952f9fa0571a2e1a6346316e7e52ea427bb136c8995e8c3');
INSERT INTO `audit_entries` VALUES (3, 1795719553047, 'T0000000001', 'U0000000005', 'ada', 'command', 'keys add', 'asked', 'chg_fb0e8d81178af5bc9e9c', 'ba3632b8-7342-4e7b-bd45-16dadef12047', '37bac416-fbeb-433a-9884-54ecac6a9ebe', NULL, 'Tiny', '{"facts":[{"label":"Owner","value":"ada"},{"label":"Expires","value":"2027-02-24 10:00 UTC"}],"revision":1,"digest":"b3a8570f506540a64cb49340bff1f7eadf2dca3202aafd1337a2a455ab42f232"}', 'c6ad3bf14697602bb88689e2d1cfad0999fa7133410c49224220420f02c49b1a');
INSERT INTO `audit_entries` VALUES (4, 1795719553090, 'T0000000001', 'U0000000005', 'ada', 'command', 'keys add', 'verified', 'chg_fb0e8d81178af5bc9e9c', 'ba3632b8-7342-4e7b-bd45-16dadef12047', '37bac416-fbeb-433a-9884-54ecac6a9ebe', NULL, 'Tiny', '{"facts":[{"label":"API key","value":"fingerprint b516b67b9978c370"},{"label":"Owner","value":"ada"},{"label":"Expires","value":"2027-02-24 10:00 UTC"}],"revision":1,"digest":"b3a8570f506540a64cb49340bff1f7eadf2dca3202aafd1337a2a455ab42f232"}', '20f6e75781ba5f070a2f3c224c9a1ba8eb780f66327d2ac54e1c9ec97999a574');
INSERT INTO `audit_entries` VALUES (5, 1795719553124, 'T0000000001', 'U0000000005', 'ada', 'command', 'keys add', 'revealed', NULL, 'ba3632b8-7342-4e7b-bd45-16dadef12047', '37bac416-fbeb-433a-9884-54ecac6a9ebe', NULL, 'Tiny', '{"key":"key_d73888f940dec86b6035","change":"chg_fb0e8d81178af5bc9e9c"}', 'ea0ffb6c5e4f92cb71f7a1e56c5a1970f80207998d2277db91c88455a71242d5');
INSERT INTO `audit_entries` VALUES (6, 1795719553137, 'T0000000001', 'U0000000005', 'ada', 'command', 'keys add', 'stored', NULL, 'ba3632b8-7342-4e7b-bd45-16dadef12047', '37bac416-fbeb-433a-9884-54ecac6a9ebe', NULL, 'Tiny', '{"key":"key_d73888f940dec86b6035"}', 'b67c0260f5e16a8c7b4f65064cb25e42f769f82c6a4471e2916391c548705ffc');
INSERT INTO `audit_entries` VALUES (7, 1795719553167, 'T0000000001', 'U0000000005', 'ada', 'command', 'webhooks edit', 'asked', 'chg_b66219373dbd6be234a6', 'ba3632b8-7342-4e7b-bd45-16dadef12047', '37bac416-fbeb-433a-9884-54ecac6a9ebe', NULL, 'Tiny', '{"facts":[{"label":"Registration Webhook","value":"POST https://tiny.example.com/register","was":"none"},{"label":"Registration Webhook user name","value":"tiny","was":"none"},{"label":"Registration Webhook password","value":"fingerprint baff1f5295886b1b","was":"fingerprint none"}],"revision":1,"digest":"7dcc93dcc740a32e31bc83b32768c88b7c9a280e8c22973a206063884757d736"}', '34fbee4dc3bdc752f42aecc66c810e7a8e3bfe6ba8d339c8f54962a1ae00799a');
INSERT INTO `audit_entries` VALUES (8, 1795719553187, 'T0000000001', 'U0000000005', 'ada', 'command', 'webhooks edit', 'verified', 'chg_b66219373dbd6be234a6', 'ba3632b8-7342-4e7b-bd45-16dadef12047', '37bac416-fbeb-433a-9884-54ecac6a9ebe', NULL, 'Tiny', '{"facts":[{"label":"Registration Webhook","value":"POST https://tiny.example.com/register","was":"none"},{"label":"Registration Webhook user name","value":"tiny","was":"none"},{"label":"Registration Webhook password","value":"fingerprint baff1f5295886b1b","was":"fingerprint none"}],"revision":1,"digest":"7dcc93dcc740a32e31bc83b32768c88b7c9a280e8c22973a206063884757d736"}', 'a14b8a197adba4f10807a293c62f61c2f9c27878ef5a3e5371ebaa818b4a0f7c');
INSERT INTO `audit_entries` VALUES (9, 1795806554468, 'T0000000001', 'U0000000006', 'sam', 'command', 'account create', 'asked', 'chg_0115b45a6a6b167439df', 'ba3632b8-7342-4e7b-bd45-16dadef12047', NULL, NULL, 'Acme', '{"facts":[{"label":"Account name","value":"Acme"},{"label":"Service Provider","value":"Default"},{"label":"SIP Realm","value":"acme.example.com"}],"revision":1,"digest":"3bf709ee532e24e57daa803a42fb4b3758af4a6cd3af32459a0bf8fda35050f4","reason":"A pilot"}', '9ba794cefd15790fdd0125ad745ec97eaa720149f4ff8fa50684ade5a1643194');
INSERT INTO `audit_entries` VALUES (10, 1795806554496, 'T0000000001', 'U0000000005', 'ada', 'command', 'access grant', 'asked', 'chg_1e40904fb061a82d8bd2', NULL, NULL, 'T0000000001/U0000000007', 'tia', '{"facts":[{"label":"Person","value":"tia"},{"label":"Scope","value":"on-call"},{"label":"Service Provider","value":"all of them"},{"label":"Until","value":"no end"}],"revision":1,"digest":"c5ded8a1c2beadb9d2d16aae4e7cb66d77109d4c4adcf49c0562885111192b1c"}', '37e21494170eec4ed4b027e7ec9aa0ee56aeeddbebf1d2fc371f1a157916e316');
INSERT INTO `audit_entries` VALUES (11, 1795806554501, 'T0000000001', 'U0000000005', 'ada', 'command', 'access grant', 'verified', 'chg_1e40904fb061a82d8bd2', NULL, NULL, 'T0000000001/U0000000007', 'tia', '{"facts":[{"label":"Person","value":"tia"},{"label":"Scope","value":"on-call"},{"label":"Service Provider","value":"all of them"},{"label":"Until","value":"no end"}],"revision":1,"digest":"c5ded8a1c2beadb9d2d16aae4e7cb66d77109d4c4adcf49c0562885111192b1c"}', '2b2c164810ce6817eb1ca82ca9adf03c428fd7091ddb24e9c4e5d7de2b16fee0');
INSERT INTO `cards` VALUES ('announced/chg_fc0fa8983cbc31c469d7', 'C0000000009', 'C0000000009', '1795719552.955000');
INSERT INTO `cards` VALUES ('anchor/8', 'C0000000009', 'C0000000009', '1795719553.396000');
INSERT INTO `cards` VALUES ('alarm/alm_7be81e06745022d639ab', 'C0000000009', 'C0000000009', '1795719553.890000');
INSERT INTO `cards` VALUES ('alarm/alm_7be81e06745022d639ab/37bac416-fbeb-433a-9884-54ecac6a9ebe', 'C0000000009/1795719553.890000', 'C0000000009', '1795719554.393000');
INSERT INTO `cards` VALUES ('request/chg_0115b45a6a6b167439df', 'C0000000009', 'C0000000009', '1795719554.485000');
INSERT INTO `cards` VALUES ('own/chg_0115b45a6a6b167439df', 'U0000000006', 'D000000000C', '1795719554.486000');
INSERT INTO `changes` VALUES (1, 'chg_fc0fa8983cbc31c469d7', 'access grant', 'verified', 'person/U0000000006', NULL, 'frm_15cf65ef3c21d82b8019', 'T0000000001', 'U0000000005', 'ada', 'ba3632b8-7342-4e7b-bd45-16dadef12047', NULL, 'T0000000001/U0000000006', '{"person":{"teamId":"T0000000001","userId":"U0000000006"},"personName":"sam","scope":"service_provider","providerSid":"ba3632b8-7342-4e7b-bd45-16dadef12047","targetName":"Default"}', '{"surface":"command","channel":"C0000000008"}', X'016A31D1D6982030045819C201A9427E904E9E20E008BF8B088B2541B8C8C1931A3E1F0A8C800386EDC00A75E3E6C8848E58721B7DF668D139217A1807DA474BE88B0F841823A9DA7593157EA55FCCFAB6AE9F3ED29D6B44BCF34EC456A5BE500E', NULL, 1, '4bedbde2570998712a83ebb35656880af89ca304f87b9e98e96ca10c2d6ff6cc', '["U0000000005"]', 1, 0, NULL, NULL, NULL, NULL, NULL, 1795719552916, NULL, 1795719552932, 0, NULL, NULL, '{"grantId":"grt_b27d53e7266a2d1d0996","until":null}', NULL, NULL);
INSERT INTO `changes` VALUES (2, 'chg_fb0e8d81178af5bc9e9c', 'keys add', 'verified', 'account/37bac416-fbeb-433a-9884-54ecac6a9ebe', NULL, 'frm_4d74f35220024e225c7a', 'T0000000001', 'U0000000005', 'ada', 'ba3632b8-7342-4e7b-bd45-16dadef12047', '37bac416-fbeb-433a-9884-54ecac6a9ebe', NULL, '{"accountSid":"37bac416-fbeb-433a-9884-54ecac6a9ebe","providerSid":"ba3632b8-7342-4e7b-bd45-16dadef12047","accountName":"Tiny","providerName":"Default","id":"key_d73888f940dec86b6035","label":"CRM import","purpose":null,"owner":{"teamId":"T0000000001","userId":"U0000000005","name":"ada"},"expiresAt":"2027-02-24T10:00:00.000Z","handover":null}', '{"surface":"command","channel":"C0000000008"}', X'012B1CE6FB68BE0CEE1405F0FC88730E38CD5607A5C5913B7BD77E929E6C32A747FB214F089127383BB448C374EA1E893FDF26363178FB1DE47C0BE1B9AE3563324DC9C1C273C02F3329BDA58D4CE613F2A56233C36A28BB2BBAB75E5718AF1A60', NULL, 1, 'b3a8570f506540a64cb49340bff1f7eadf2dca3202aafd1337a2a455ab42f232', '["U0000000005"]', 0, 0, NULL, NULL, NULL, NULL, NULL, 1795719553047, 1795719553080, 1795719553090, 1, NULL, '{"known":[],"made":null}', '{"known":[],"made":{"sid":"b22ab17d-e7f5-4eca-af50-7514e8f71261","prefix":"vgk_5NcO","lastFour":"AJWk","createdAt":"2026-11-26T18:59:13.085Z","print":"b516b67b9978c370"}}', NULL, NULL);
INSERT INTO `changes` VALUES (3, 'chg_b66219373dbd6be234a6', 'webhooks edit', 'verified', 'account/37bac416-fbeb-433a-9884-54ecac6a9ebe', NULL, 'frm_0b472767a26de0e63f46', 'T0000000001', 'U0000000005', 'ada', 'ba3632b8-7342-4e7b-bd45-16dadef12047', '37bac416-fbeb-433a-9884-54ecac6a9ebe', NULL, '{"accountSid":"37bac416-fbeb-433a-9884-54ecac6a9ebe","providerSid":"ba3632b8-7342-4e7b-bd45-16dadef12047","name":"Tiny","expected":{"registrationWebhook":null,"queueEventWebhook":null},"wanted":{"registrationWebhook":{"url":"https://tiny.example.com/register","hiddenUrl":null,"method":"POST","username":"tiny","password":{"mask":"•••• ago","print":"baff1f5295886b1b","kept":"kpt_6bcc0e4a18f4eb2e2806"}},"queueEventWebhook":null}}', '{"surface":"command","channel":"C0000000008"}', X'012FE6A7014F29E89F4EC4B78E412604CCF8328506503C566D45ACBD60C4715927841834124EB9FC7E55C937FA6097DEC086B035299F9913EB8A42A7E04072309534337F7212104C6060A9A8C05A93A485AECE3C05A79E26641E2B39D3EA3A95ED', NULL, 1, '7dcc93dcc740a32e31bc83b32768c88b7c9a280e8c22973a206063884757d736', '["U0000000005"]', 0, 0, NULL, NULL, NULL, NULL, NULL, 1795719553167, 1795719553178, 1795719553187, 1, NULL, '{"registrationWebhook":null,"queueEventWebhook":null}', '{"registrationWebhook":{"url":"https://tiny.example.com/register","hiddenUrl":null,"method":"POST","username":"tiny","password":{"mask":"•••• ago","print":"baff1f5295886b1b","kept":null}},"queueEventWebhook":null}', NULL, NULL);
INSERT INTO `changes` VALUES (4, 'chg_0115b45a6a6b167439df', 'account create', 'waiting', 'provider/ba3632b8-7342-4e7b-bd45-16dadef12047', NULL, 'frm_3fef236944091176dd16', 'T0000000001', 'U0000000006', 'sam', 'ba3632b8-7342-4e7b-bd45-16dadef12047', NULL, NULL, '{"name":"Acme","sipRealm":"acme.example.com","providerSid":"ba3632b8-7342-4e7b-bd45-16dadef12047","providerName":"Default","limits":null,"grantTo":null}', '{"surface":"command","channel":"C0000000008"}', X'01541FBB64CA95966D770469EDA214ECA138F6F178FFD6EA823C6D0ADBB928612EF0EE6067D9886879280CD2A23D0907EFF10B6F9076AFE8CA9593473A8AF759B4FE18A21663FEEB22D73022A8CADDB9EAB34211BB7F5050FD82F22823D97B911C', 'A pilot', 1, '3bf709ee532e24e57daa803a42fb4b3758af4a6cd3af32459a0bf8fda35050f4', '["U0000000006"]', 0, 1, 1796411354468, 1796065754468, NULL, NULL, NULL, 1795806554468, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL);
INSERT INTO `changes` VALUES (5, 'chg_1e40904fb061a82d8bd2', 'access grant', 'verified', 'person/U0000000007', NULL, 'frm_f5613583be72197f90f5', 'T0000000001', 'U0000000005', 'ada', NULL, NULL, 'T0000000001/U0000000007', '{"person":{"teamId":"T0000000001","userId":"U0000000007"},"personName":"tia","scope":"on_call"}', '{"surface":"command","channel":"C0000000008"}', X'01C7379A02761C78DD5787CFAAC68DFAD3420E5D74FC11798F2075C83AB46F033770CE501DF58FAF79BEFE123A596650C0A9A5FC1B4FFDB3F72E0C0D88D5D883AE946BF67AFD9B9766177BC849833767A83447ADCBF065EB9D9BE1CF83ABE22EAF', NULL, 1, 'c5ded8a1c2beadb9d2d16aae4e7cb66d77109d4c4adcf49c0562885111192b1c', '["U0000000005"]', 0, 0, NULL, NULL, NULL, NULL, NULL, 1795806554496, NULL, 1795806554501, 0, NULL, NULL, '{"grantId":"grt_4f0428375254b5d77124","until":null}', NULL, NULL);
INSERT INTO `grants` VALUES ('grt_b27d53e7266a2d1d0996', 'T0000000001', 'U0000000006', 'service_provider', 'ba3632b8-7342-4e7b-bd45-16dadef12047', 'ba3632b8-7342-4e7b-bd45-16dadef12047', NULL, 'Default', NULL, 'U0000000005', 'chg_fc0fa8983cbc31c469d7', 1795719552934, NULL, NULL);
INSERT INTO `grants` VALUES ('grt_4f0428375254b5d77124', 'T0000000001', 'U0000000007', 'on_call', '*', NULL, NULL, NULL, NULL, 'U0000000005', 'chg_1e40904fb061a82d8bd2', 1795806554502, NULL, NULL);
INSERT INTO `marks` VALUES ('welcome/U0000000005', 1795719552864);
INSERT INTO `outbox` VALUES (1, 'U0000000005', 'sent', NULL, NULL, '{"text":"*Switchboard is running, and you are one of its Admins.* It runs Voice Gateway accounts from Slack: `/vg account create`, `/vg tts clear` and all that `/vg help` lists.\n*Where I belong:* `/invite` me to <#C0000000009>, where requests are decided, and to the channels in which your team uses `/vg`.\n*Map a colleague:* `/vg access grant @ann account Acme until 2027-01-31`, or `/vg access grant` alone for a form. The scopes are admin, service_provider, account and on_call; who holds what: `/vg access list`.\nThose whom nobody has mapped can ask for access; their requests come to <#C0000000009> with Map… and Deny.","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*Switchboard is running, and you are one of its Admins.* It runs Voice Gateway accounts from Slack: `/vg account create`, `/vg tts clear` and all that `/vg help` lists.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Where I belong:* `/invite` me to <#C0000000009>, where requests are decided, and to the channels in which your team uses `/vg`.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Map a colleague:* `/vg access grant @ann account Acme until 2027-01-31`, or `/vg access grant` alone for a form. The scopes are admin, service_provider, account and on_call; who holds what: `/vg access list`.","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Those whom nobody has mapped can ask for access; their requests come to <#C0000000009> with Map… and Deny.","verbatim":true}]}]}', NULL, NULL, NULL, 1, 0, NULL, 1795719552864, 1795719552864, 1795719552911);
INSERT INTO `outbox` VALUES (2, 'C0000000008', 'sent', 'U0000000005', NULL, '{"text":"Done: I granted sam Service Provider scope on Default.\n*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end\nReference chg_fc0fa8983cbc31c469d7","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"Done: I granted sam Service Provider scope on Default.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_fc0fa8983cbc31c469d7","verbatim":true}]},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Post here","emoji":false},"action_id":"changes.post","value":"chg_fc0fa8983cbc31c469d7"},{"type":"button","text":{"type":"plain_text","text":"Undo","emoji":false},"action_id":"changes.undo","value":"chg_fc0fa8983cbc31c469d7","style":"danger","confirm":{"title":{"type":"plain_text","text":"Undo this?","emoji":false},"text":{"type":"plain_text","text":"This takes back: grant sam Service Provider scope on Default.","emoji":false},"confirm":{"type":"plain_text","text":"Undo","emoji":false},"deny":{"type":"plain_text","text":"Keep it","emoji":false},"style":"danger"}}]}]}', 'U0000000005', X'016A31D1D6982030045819C201A9427E904E9E20E008BF8B088B2541B8C8C1931A3E1F0A8C800386EDC00A75E3E6C8848E58721B7DF668D139217A1807DA474BE88B0F841823A9DA7593157EA55FCCFAB6AE9F3ED29D6B44BCF34EC456A5BE500E', 'chg_fc0fa8983cbc31c469d7', 1, 0, NULL, 1795719552932, 1795719552932, 1795719552961);
INSERT INTO `outbox` VALUES (3, 'C0000000009', 'sent', NULL, 'announced/chg_fc0fa8983cbc31c469d7', '{"text":"<@U0000000005> granted sam Service Provider scope on Default. As an Admin they need no second person for it.\n*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end\nReference chg_fc0fa8983cbc31c469d7","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"<@U0000000005> granted sam Service Provider scope on Default. As an Admin they need no second person for it.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_fc0fa8983cbc31c469d7","verbatim":true}]}]}', 'admins', NULL, 'chg_fc0fa8983cbc31c469d7', 1, 0, NULL, 1795719552932, 1795719552932, 1795719552961);
INSERT INTO `outbox` VALUES (4, 'C0000000009', 'sent', NULL, NULL, '{"text":"<@U0000000005>: grant sam Service Provider scope on Default. Done and verified: granted sam Service Provider scope on Default.\n*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end\nReference chg_fc0fa8983cbc31c469d7","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"<@U0000000005>: grant sam Service Provider scope on Default. Done and verified: granted sam Service Provider scope on Default.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_fc0fa8983cbc31c469d7","verbatim":true}]}]}', 'admins', NULL, 'chg_fc0fa8983cbc31c469d7', 1, 0, NULL, 1795719552932, 1795719552932, 1795719553077);
INSERT INTO `outbox` VALUES (5, 'U0000000006', 'sent', NULL, NULL, '{"text":"ada granted you Service Provider scope on Default. Type /vg help to see what you can do, /vg me to see what you hold.","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"ada granted you Service Provider scope on Default. Type /vg help to see what you can do, /vg me to see what you hold.","verbatim":true}}]}', NULL, NULL, NULL, 1, 0, NULL, 1795719552932, 1795719552932, 1795719552962);
INSERT INTO `outbox` VALUES (6, 'C0000000008', 'sent', 'U0000000005', NULL, '{"text":"Done: I made API key “CRM import” of Tiny.\n*API key:* vgk_5NcO…AJWk\n*Owner:* ada\n*Expires:* 2027-02-24 10:00 UTC\nTo take it back, revoke it.\nReference chg_fb0e8d81178af5bc9e9c","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"Done: I made API key “CRM import” of Tiny.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*API key:* vgk_5NcO…AJWk\n*Owner:* ada\n*Expires:* 2027-02-24 10:00 UTC","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"To take it back, revoke it.","verbatim":true}]},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_fb0e8d81178af5bc9e9c","verbatim":true}]},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Post here","emoji":false},"action_id":"changes.post","value":"chg_fb0e8d81178af5bc9e9c"}]}]}', 'U0000000005', X'012B1CE6FB68BE0CEE1405F0FC88730E38CD5607A5C5913B7BD77E929E6C32A747FB214F089127383BB448C374EA1E893FDF26363178FB1DE47C0BE1B9AE3563324DC9C1C273C02F3329BDA58D4CE613F2A56233C36A28BB2BBAB75E5718AF1A60', 'chg_fb0e8d81178af5bc9e9c', 1, 0, NULL, 1795719553090, 1795719553090, 1795719553104);
INSERT INTO `outbox` VALUES (7, 'C0000000009', 'sent', NULL, NULL, '{"text":"<@U0000000005>: make API key “CRM import” of Tiny. Done and verified: made API key “CRM import” of Tiny.\n*API key:* vgk_5NcO…AJWk\n*Owner:* ada\n*Expires:* 2027-02-24 10:00 UTC\nReference chg_fb0e8d81178af5bc9e9c","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"<@U0000000005>: make API key “CRM import” of Tiny. Done and verified: made API key “CRM import” of Tiny.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*API key:* vgk_5NcO…AJWk\n*Owner:* ada\n*Expires:* 2027-02-24 10:00 UTC","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_fb0e8d81178af5bc9e9c","verbatim":true}]}]}', 'admins', NULL, 'chg_fb0e8d81178af5bc9e9c', 1, 0, NULL, 1795719553090, 1795719553090, 1795719553104);
INSERT INTO `outbox` VALUES (8, 'C0000000008', 'sent', 'U0000000005', NULL, '{"text":"Done: I changed Registration Webhook of Tiny.\n*Registration Webhook:* none → POST https://tiny.example.com/register\n*Registration Webhook user name:* none → tiny\n*Registration Webhook password:* none → •••• ago\nReference chg_b66219373dbd6be234a6","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"Done: I changed Registration Webhook of Tiny.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Registration Webhook:* none → POST https://tiny.example.com/register\n*Registration Webhook user name:* none → tiny\n*Registration Webhook password:* none → •••• ago","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_b66219373dbd6be234a6","verbatim":true}]},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Post here","emoji":false},"action_id":"changes.post","value":"chg_b66219373dbd6be234a6"},{"type":"button","text":{"type":"plain_text","text":"Undo","emoji":false},"action_id":"changes.undo","value":"chg_b66219373dbd6be234a6","style":"danger","confirm":{"title":{"type":"plain_text","text":"Undo this?","emoji":false},"text":{"type":"plain_text","text":"This takes back: change Registration Webhook of Tiny.","emoji":false},"confirm":{"type":"plain_text","text":"Undo","emoji":false},"deny":{"type":"plain_text","text":"Keep it","emoji":false},"style":"danger"}}]}]}', 'U0000000005', X'012FE6A7014F29E89F4EC4B78E412604CCF8328506503C566D45ACBD60C4715927841834124EB9FC7E55C937FA6097DEC086B035299F9913EB8A42A7E04072309534337F7212104C6060A9A8C05A93A485AECE3C05A79E26641E2B39D3EA3A95ED', 'chg_b66219373dbd6be234a6', 1, 0, NULL, 1795719553187, 1795719553187, 1795805953196);
INSERT INTO `outbox` VALUES (9, 'C0000000009', 'sent', NULL, NULL, '{"text":"<@U0000000005>: change Registration Webhook of Tiny. Done and verified: changed Registration Webhook of Tiny.\n*Registration Webhook:* none → POST https://tiny.example.com/register\n*Registration Webhook user name:* none → tiny\n*Registration Webhook password:* none → •••• ago\nReference chg_b66219373dbd6be234a6","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"<@U0000000005>: change Registration Webhook of Tiny. Done and verified: changed Registration Webhook of Tiny.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Registration Webhook:* none → POST https://tiny.example.com/register\n*Registration Webhook user name:* none → tiny\n*Registration Webhook password:* none → •••• ago","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_b66219373dbd6be234a6","verbatim":true}]}]}', 'admins', NULL, 'chg_b66219373dbd6be234a6', 1, 0, NULL, 1795719553187, 1795719553187, 1795805953196);
INSERT INTO `outbox` VALUES (10, 'C0000000009', 'sent', NULL, 'anchor/8', '{"text":"*Audit anchor*: entry 8, 2026-11-27 18:59 UTC\n`a14b8a197adba4f10807a293c62f61c2f9c27878ef5a3e5371ebaa818b4a0f7c`\nWhile this message stands, no entry up to 8 can be changed unnoticed.","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*Audit anchor*: entry 8, <!date^1795805953^{date_short_pretty} {time}|2026-11-27 18:59 UTC>","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"`a14b8a197adba4f10807a293c62f61c2f9c27878ef5a3e5371ebaa818b4a0f7c`","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"While this message stands, no entry up to 8 can be changed unnoticed.","verbatim":true}]}]}', 'admins', NULL, NULL, 1, 0, NULL, 1795805953387, 1795805953387, 1795806253399);
INSERT INTO `outbox` VALUES (11, 'C0000000009', 'sent', NULL, 'alarm/alm_7be81e06745022d639ab', '{"text":"🔴 *Recordings are missing or unreadable:* Amazon S3, s3.eu-west-1.amazonaws.com\n1 account: Tiny\nTwo looks in a row did not find what calls of the last hour should have left. Test says why, and what mends it; the calls are in the thread.\nSince 2026-11-27 19:04 UTC","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"🔴 *Recordings are missing or unreadable:* Amazon S3, s3.eu-west-1.amazonaws.com","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"1 account: Tiny\nTwo looks in a row did not find what calls of the last hour should have left. Test says why, and what mends it; the calls are in the thread.","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Since <!date^1795806253^{date_short_pretty} {time}|2026-11-27 19:04 UTC>","verbatim":true}]},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Test","emoji":false},"action_id":"recording.test","value":"37bac416-fbeb-433a-9884-54ecac6a9ebe","accessibility_label":"Test the call recording of Tiny"},{"type":"button","text":{"type":"plain_text","text":"Mute","emoji":false},"action_id":"recording.mute","value":"alm_7be81e06745022d639ab"}]}]}', 'admins', NULL, NULL, 1, 0, NULL, 1795806253878, 1795806253878, 1795806553891);
INSERT INTO `outbox` VALUES (12, 'C0000000009/1795719553.890000', 'sent', NULL, 'alarm/alm_7be81e06745022d639ab/37bac416-fbeb-433a-9884-54ecac6a9ebe', '{"text":"*Tiny* · Default · 🔴 missing or unreadable\n`7ed9e48e-e8dc-4bee-a0fe-a7f6f699d8c9`: no recording in the bucket","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*Tiny* · Default · 🔴 missing or unreadable","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"`7ed9e48e-e8dc-4bee-a0fe-a7f6f699d8c9`: no recording in the bucket","verbatim":true}},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Test","emoji":false},"action_id":"recording.test","value":"37bac416-fbeb-433a-9884-54ecac6a9ebe","accessibility_label":"Test the call recording of Tiny"}]}]}', NULL, NULL, NULL, 1, 0, NULL, 1795806554373, 1795806554373, 1795806554394);
INSERT INTO `outbox` VALUES (14, 'C0000000009', 'sent', NULL, 'request/chg_0115b45a6a6b167439df', '{"text":"*Create account Acme*\n*Account name:* Acme\n*Service Provider:* Default\n*SIP Realm:* acme.example.com\n*Reason:* A pilot\nWaiting for a decision, until 2026-12-04 19:09 UTC.\nAsked by <@U0000000006>\nRevision 1, digest 3bf709ee\nReference chg_0115b45a6a6b167439df","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*Create account Acme*","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Account name:* Acme\n*Service Provider:* Default\n*SIP Realm:* acme.example.com","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Reason:* A pilot","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"Waiting for a decision, until <!date^1796411354^{date_short_pretty} {time}|2026-12-04 19:09 UTC>.","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Asked by <@U0000000006>","verbatim":true},{"type":"mrkdwn","text":"Revision 1, digest 3bf709ee","verbatim":true}]},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_0115b45a6a6b167439df","verbatim":true}]},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Approve","emoji":false},"action_id":"approvals.approve","value":"chg_0115b45a6a6b167439df:1","style":"primary","accessibility_label":"Approve: create account Acme"},{"type":"button","text":{"type":"plain_text","text":"Edit & approve","emoji":false},"action_id":"approvals.edit","value":"chg_0115b45a6a6b167439df:1","accessibility_label":"Edit & approve: create account Acme"},{"type":"button","text":{"type":"plain_text","text":"Deny","emoji":false},"action_id":"approvals.deny","value":"chg_0115b45a6a6b167439df:1","style":"danger","accessibility_label":"Deny: create account Acme"}]}]}', 'admins', NULL, 'chg_0115b45a6a6b167439df', 1, 0, NULL, 1795806554468, 1795806554468, 1795806554488);
INSERT INTO `outbox` VALUES (15, 'U0000000006', 'sent', NULL, 'own/chg_0115b45a6a6b167439df', '{"text":"*You asked to create account Acme*\n*Account name:* Acme\n*Service Provider:* Default\n*SIP Realm:* acme.example.com\n*Reason:* A pilot\nWaiting for a decision, until 2026-12-04 19:09 UTC.\nReference chg_0115b45a6a6b167439df","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*You asked to create account Acme*","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Account name:* Acme\n*Service Provider:* Default\n*SIP Realm:* acme.example.com","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Reason:* A pilot","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"Waiting for a decision, until <!date^1796411354^{date_short_pretty} {time}|2026-12-04 19:09 UTC>.","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_0115b45a6a6b167439df","verbatim":true}]},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Withdraw","emoji":false},"action_id":"approvals.withdraw","value":"chg_0115b45a6a6b167439df","confirm":{"title":{"type":"plain_text","text":"Withdraw the request?","emoji":false},"text":{"type":"plain_text","text":"Nobody can approve it any more.","emoji":false},"confirm":{"type":"plain_text","text":"Withdraw","emoji":false},"deny":{"type":"plain_text","text":"Keep it","emoji":false}}}]}]}', NULL, NULL, 'chg_0115b45a6a6b167439df', 1, 0, NULL, 1795806554468, 1795806554468, 1795806554489);
INSERT INTO `outbox` VALUES (16, 'C0000000008', 'sent', 'U0000000005', NULL, '{"text":"Done: I granted tia on-call scope for all Service Providers.\n*Person:* tia\n*Scope:* on-call\n*Service Provider:* all of them\n*Until:* no end\nReference chg_1e40904fb061a82d8bd2","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"Done: I granted tia on-call scope for all Service Providers.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Person:* tia\n*Scope:* on-call\n*Service Provider:* all of them\n*Until:* no end","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_1e40904fb061a82d8bd2","verbatim":true}]},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Post here","emoji":false},"action_id":"changes.post","value":"chg_1e40904fb061a82d8bd2"},{"type":"button","text":{"type":"plain_text","text":"Undo","emoji":false},"action_id":"changes.undo","value":"chg_1e40904fb061a82d8bd2","style":"danger","confirm":{"title":{"type":"plain_text","text":"Undo this?","emoji":false},"text":{"type":"plain_text","text":"This takes back: grant tia on-call scope for all Service Providers.","emoji":false},"confirm":{"type":"plain_text","text":"Undo","emoji":false},"deny":{"type":"plain_text","text":"Keep it","emoji":false},"style":"danger"}}]}]}', 'U0000000005', X'01C7379A02761C78DD5787CFAAC68DFAD3420E5D74FC11798F2075C83AB46F033770CE501DF58FAF79BEFE123A596650C0A9A5FC1B4FFDB3F72E0C0D88D5D883AE946BF67AFD9B9766177BC849833767A83447ADCBF065EB9D9BE1CF83ABE22EAF', 'chg_1e40904fb061a82d8bd2', 1, 0, NULL, 1795806554501, 1795806554501, 1795806554513);
INSERT INTO `outbox` VALUES (17, 'C0000000009', 'due', NULL, NULL, '{"text":"<@U0000000005>: grant tia on-call scope for all Service Providers. Done and verified: granted tia on-call scope for all Service Providers.\n*Person:* tia\n*Scope:* on-call\n*Service Provider:* all of them\n*Until:* no end\nReference chg_1e40904fb061a82d8bd2","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"<@U0000000005>: grant tia on-call scope for all Service Providers. Done and verified: granted tia on-call scope for all Service Providers.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Person:* tia\n*Scope:* on-call\n*Service Provider:* all of them\n*Until:* no end","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_1e40904fb061a82d8bd2","verbatim":true}]}]}', 'admins', NULL, 'chg_1e40904fb061a82d8bd2', 0, 0, NULL, 1795806554501, 1795810154513, NULL);
INSERT INTO `outbox` VALUES (18, 'U0000000007', 'due', NULL, NULL, '{"text":"ada granted you on-call scope for all Service Providers. Type /vg help to see what you can do, /vg me to see what you hold.","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"ada granted you on-call scope for all Service Providers. Type /vg help to see what you can do, /vg me to see what you hold.","verbatim":true}}]}', NULL, NULL, NULL, 0, 0, NULL, 1795806554501, 1795810154514, NULL);
INSERT INTO `people` VALUES ('T0000000001', 'U0000000005', 'ada', 0, 0, 0, 0, 1795806554408);
INSERT INTO `people` VALUES ('T0000000001', 'U0000000006', 'sam', 0, 0, 0, 0, 1795806554450);
INSERT INTO `people` VALUES ('T0000000001', 'U0000000007', 'tia', 0, 0, 0, 0, 1795806554495);
INSERT INTO `data_keys` VALUES ('sealing', X'0147247FAA9736ECFE835CC33BBDDB4F02B4108B26099FEBC912ADFE86A89831EF2FC511871264ED1528BE99B5B2A13A99B2FBA1BC5AEC05E91D9F025E', 1795719552809);
INSERT INTO `data_keys` VALUES ('fingerprint', X'0107BF75F6878990B9E94777662E90A303AFA720F4F864905C7F2AE978B71A254010C46CB62CA2DFEDA2C67C1A3D7239ADF7A2472FF801D515A1A87045', 1795719552809);
INSERT INTO `data_keys` VALUES ('audit', X'01A7FB85768C34A03D41AE4FF30F0C7FAA91C76A065E0DACE6BE8CE757914CD7CD311468539C1AF5BDE54A46FBF107280140C88853EEAA775911229A03', 1795719552809);
INSERT INTO `settings` VALUES (1, '{"teamId":"T0000000001","adminUsers":["U0000000005"],"widened":[],"channels":{"approvals":"C0000000009","ops":"C0000000009","audit":"C0000000009"},"fourEyes":"others","requestDays":7,"allowedAddresses":{"private":false,"ranges":[]},"maskNumbers":true,"command":"/vg","missingScopes":[]}', 1795719552801);
INSERT INTO `api_keys` VALUES ('key_d73888f940dec86b6035', 'b22ab17d-e7f5-4eca-af50-7514e8f71261', '37bac416-fbeb-433a-9884-54ecac6a9ebe', 'Tiny', 'ba3632b8-7342-4e7b-bd45-16dadef12047', 'Default', 'vgk_5NcO', 'AJWk', 'CRM import', NULL, 'T0000000001', 'U0000000005', 'T0000000001', 'U0000000005', 'chg_fb0e8d81178af5bc9e9c', 1795719553085, 1803463200000, 1795720453090, 1795719553132, 1795719553137, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO `kept_secrets` VALUES ('kpt_6bcc0e4a18f4eb2e2806', X'0176A3407EE4B425CEDAE577DC235099867952121A22F1FB8B33AC3A74E7790B22D2C50AE04DB088C943AFB9CB26FC9AFE7AA1', 1795809553165);
INSERT INTO `drafts` VALUES ('drf_7a74a64ca216114a2598', 'T0000000001', 'U0000000005', 'recording edit/37bac416-fbeb-433a-9884-54ecac6a9ebe', X'01421AF4CE82C57D7DBCAF786ABE3007D28027A5527573527AE069F82DF62A3B9DD1A0C50704F76EA7FDFCDA71A33182D105DC00E07E5D2B2800C9885753799872777EB5EC46E3B283900C5CE80E40F0FCF580A4A28AF07D8F123B75AE2CEE81F6848FFFF99873C309076FD3198472F0FA7689C7B430585A2D32C028FFFACEA02EED7657077224B0D0CBC867369EC7430D1270FB70859DAA7ACCF1C76078D4AC13679F5C084A8B04D63042EEBC50A113A615F3DB55A194A1274DE622AF12D2A9306662B9EED68D855FA63E809EE42534300BFB576FBAB6052924BF18F050D0FD48F66E4BA7FF48B767D7AE02800D527E609BBA04E3B83006', 1795808354437);
INSERT INTO `recording_alarmed` VALUES ('alm_7be81e06745022d639ab', '37bac416-fbeb-433a-9884-54ecac6a9ebe', 'Tiny', 'Default', 'missing', '[{"callSid":"7ed9e48e-e8dc-4bee-a0fe-a7f6f699d8c9","verdict":"missing"}]', 1795806253878, NULL, 1795806554373);
INSERT INTO `recording_alarms` VALUES ('aws_s3 s3.eu-west-1.amazonaws.com', 'alm_7be81e06745022d639ab', 1795806253878, NULL, NULL, NULL);
INSERT INTO `recording_verdicts` VALUES ('7ed9e48e-e8dc-4bee-a0fe-a7f6f699d8c9', '37bac416-fbeb-433a-9884-54ecac6a9ebe', 'missing', 1795805652774);
INSERT INTO `recording_watch` VALUES ('37bac416-fbeb-433a-9884-54ecac6a9ebe', '6924cc916c8510dc', 0, 1795806554383, 3, 'aws_s3 s3.eu-west-1.amazonaws.com');
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
CREATE INDEX `drafts_by_end` ON `drafts` (`until`);
CREATE INDEX `recording_alarmed_missing` ON `recording_alarmed` (`account_sid`) WHERE "recording_alarmed"."ended_at" is null;
CREATE INDEX `recording_alarmed_untold` ON `recording_alarmed` (`alarm`) WHERE "recording_alarmed"."told_at" is null;
CREATE UNIQUE INDEX `recording_alarms_id_unique` ON `recording_alarms` (`id`);
CREATE INDEX `recording_verdicts_by_account` ON `recording_verdicts` (`account_sid`);
CREATE INDEX `recording_verdicts_by_end` ON `recording_verdicts` (`ended_at`);
