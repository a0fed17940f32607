-- left at 2026-11-27T13:16:39.184Z
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
INSERT INTO `audit_anchors` VALUES (8, 'e9fa8c172e4dc2b44ec91b70e9df8431fa8d96038661bc99f831420ec250c650', 1795785398550);
INSERT INTO `audit_entries` VALUES (1, 1795698997613, 'T0000000001', 'U0000000005', 'ada', 'command', 'access grant', 'asked', 'chg_24f5ddc45306eff646f3', '8d406d27-b330-4078-88e3-8a8fe8c080cc', NULL, 'T0000000001/U0000000006', 'sam', '{"facts":[{"label":"Person","value":"sam"},{"label":"Scope","value":"Service Provider"},{"label":"Service Provider","value":"Default"},{"label":"Until","value":"no end"}],"revision":1,"digest":"22bfc81c9bc34ca9f532e537c3c76b209dad92722c807b27dcf0e805f2b4817c"}', '9dbc9b0f5f1bbad890f06a01ffb1f060a9815ba3a99fec20c4213654735f97bf');
INSERT INTO `audit_entries` VALUES (2, 1795698997662, 'T0000000001', 'U0000000005', 'ada', 'command', 'access grant', 'verified', 'chg_24f5ddc45306eff646f3', '8d406d27-b330-4078-88e3-8a8fe8c080cc', NULL, 'T0000000001/U0000000006', 'sam', '{"facts":[{"label":"Person","value":"sam"},{"label":"Scope","value":"Service Provider"},{"label":"Service Provider","value":"Default"},{"label":"Until","value":"no end"}],"revision":1,"digest":"22bfc81c9bc34ca9f532e537c3c76b209dad92722c807b27dcf0e805f2b4817c"}', '8a13eb1a8328f347f20c40499255fb38046948f2aaea370e7907a08acb3006ff');
INSERT INTO `audit_entries` VALUES (3, 1795698997932, 'T0000000001', 'U0000000005', 'ada', 'command', 'keys add', 'asked', 'chg_839b9381f765ad576ed0', '8d406d27-b330-4078-88e3-8a8fe8c080cc', '14545e3b-6887-4486-a432-3de210204d59', NULL, 'Tiny', '{"facts":[{"label":"Owner","value":"ada"},{"label":"Expires","value":"2027-02-24 10:00 UTC"}],"revision":1,"digest":"bdb1f67dcaaf428536aad6cae751b213f45fa0b0455f29b0db53136f5b28c41c"}', 'c3bbab0a19fb6ffc53365d3e1ab365b60c884c412e99633280af99a3522f5a19');
INSERT INTO `audit_entries` VALUES (4, 1795698998017, 'T0000000001', 'U0000000005', 'ada', 'command', 'keys add', 'verified', 'chg_839b9381f765ad576ed0', '8d406d27-b330-4078-88e3-8a8fe8c080cc', '14545e3b-6887-4486-a432-3de210204d59', NULL, 'Tiny', '{"facts":[{"label":"API key","value":"fingerprint 01f7bd39abc7eef3"},{"label":"Owner","value":"ada"},{"label":"Expires","value":"2027-02-24 10:00 UTC"}],"revision":1,"digest":"bdb1f67dcaaf428536aad6cae751b213f45fa0b0455f29b0db53136f5b28c41c"}', '4b79ba718325abe75f0d6a6cf0dcca58076f20cb0e15c88ebf421972032ddbd9');
INSERT INTO `audit_entries` VALUES (5, 1795698998064, 'T0000000001', 'U0000000005', 'ada', 'command', 'keys add', 'revealed', NULL, '8d406d27-b330-4078-88e3-8a8fe8c080cc', '14545e3b-6887-4486-a432-3de210204d59', NULL, 'Tiny', '{"key":"key_cd836c869987b9117573","change":"chg_839b9381f765ad576ed0"}', '80778f319d453ab75cada7b68c1cc943051b43158c7e350d689299223d879715');
INSERT INTO `audit_entries` VALUES (6, 1795698998110, 'T0000000001', 'U0000000005', 'ada', 'command', 'keys add', 'stored', NULL, '8d406d27-b330-4078-88e3-8a8fe8c080cc', '14545e3b-6887-4486-a432-3de210204d59', NULL, 'Tiny', '{"key":"key_cd836c869987b9117573"}', 'e56b36e1a73154f56b7d11151f51be4921adb940d8bcf2d7e4859daf5c7cf93c');
INSERT INTO `audit_entries` VALUES (7, 1795698998166, 'T0000000001', 'U0000000005', 'ada', 'command', 'webhooks edit', 'asked', 'chg_0e5f4f92152e4e160920', '8d406d27-b330-4078-88e3-8a8fe8c080cc', '14545e3b-6887-4486-a432-3de210204d59', NULL, 'Tiny', '{"facts":[{"label":"Registration Webhook","value":"POST https://tiny.example.com/register","was":"none"},{"label":"Registration Webhook user name","value":"tiny","was":"none"},{"label":"Registration Webhook password","value":"fingerprint 11b3fe9252bc9fb9","was":"fingerprint none"}],"revision":1,"digest":"db9df9e4c51987ae949aa9989be073f8d40074389d4cd41b3fb48cbdabcfa391"}', '1a2b321da7184e30e8e65a6ed8b8154e71363687d57310076ab4c0c03ac3d7cd');
INSERT INTO `audit_entries` VALUES (8, 1795698998209, 'T0000000001', 'U0000000005', 'ada', 'command', 'webhooks edit', 'verified', 'chg_0e5f4f92152e4e160920', '8d406d27-b330-4078-88e3-8a8fe8c080cc', '14545e3b-6887-4486-a432-3de210204d59', NULL, 'Tiny', '{"facts":[{"label":"Registration Webhook","value":"POST https://tiny.example.com/register","was":"none"},{"label":"Registration Webhook user name","value":"tiny","was":"none"},{"label":"Registration Webhook password","value":"fingerprint 11b3fe9252bc9fb9","was":"fingerprint none"}],"revision":1,"digest":"db9df9e4c51987ae949aa9989be073f8d40074389d4cd41b3fb48cbdabcfa391"}', 'e9fa8c172e4dc2b44ec91b70e9df8431fa8d96038661bc99f831420ec250c650');
INSERT INTO `audit_entries` VALUES (9, 1795785399111, 'T0000000001', 'U0000000006', 'sam', 'command', 'account create', 'asked', 'chg_d7fa71c29ab65bcd490c', '8d406d27-b330-4078-88e3-8a8fe8c080cc', NULL, NULL, 'Acme', '{"facts":[{"label":"Account name","value":"Acme"},{"label":"Service Provider","value":"Default"},{"label":"SIP Realm","value":"acme.example.com"}],"revision":1,"digest":"958a81602c087dfbb3dea0a58c2e24e11e1f56e594b11d7a53dcc378be22ca21","reason":"A pilot"}', '64a5f215fa20e39c21f743196928ac6372042e5789820bf11f2a0829f6d3b4ab');
INSERT INTO `audit_entries` VALUES (10, 1795785399158, 'T0000000001', 'U0000000005', 'ada', 'command', 'access grant', 'asked', 'chg_a12cc8db41ce417aae15', NULL, NULL, 'T0000000001/U0000000007', 'tia', '{"facts":[{"label":"Person","value":"tia"},{"label":"Scope","value":"on-call"},{"label":"Service Provider","value":"all of them"},{"label":"Until","value":"no end"}],"revision":1,"digest":"3c59918dd67af634a0164ae581a73a8abedd4780ddf77ce51d5676028cf5d6a7"}', 'c5ef3a86a7d039bbc5b357fe9ec86b103350b9afa2b1c1f8c4b2a08b515e3b41');
INSERT INTO `audit_entries` VALUES (11, 1795785399166, 'T0000000001', 'U0000000005', 'ada', 'command', 'access grant', 'verified', 'chg_a12cc8db41ce417aae15', NULL, NULL, 'T0000000001/U0000000007', 'tia', '{"facts":[{"label":"Person","value":"tia"},{"label":"Scope","value":"on-call"},{"label":"Service Provider","value":"all of them"},{"label":"Until","value":"no end"}],"revision":1,"digest":"3c59918dd67af634a0164ae581a73a8abedd4780ddf77ce51d5676028cf5d6a7"}', '6bdaa0d9492ce808fdaf04565afbc978a29fe2cf7e478dad14d315c64845d1ce');
INSERT INTO `cards` VALUES ('announced/chg_24f5ddc45306eff646f3', 'C0000000009', 'C0000000009', '1795698997.877000');
INSERT INTO `cards` VALUES ('anchor/8', 'C0000000009', 'C0000000009', '1795698999.061000');
INSERT INTO `cards` VALUES ('request/chg_d7fa71c29ab65bcd490c', 'C0000000009', 'C0000000009', '1795698999.130000');
INSERT INTO `cards` VALUES ('own/chg_d7fa71c29ab65bcd490c', 'U0000000006', 'D000000000C', '1795698999.131000');
INSERT INTO `changes` VALUES (1, 'chg_24f5ddc45306eff646f3', 'access grant', 'verified', 'person/U0000000006', NULL, 'frm_c20a81a84219f1006a62', 'T0000000001', 'U0000000005', 'ada', '8d406d27-b330-4078-88e3-8a8fe8c080cc', NULL, 'T0000000001/U0000000006', '{"person":{"teamId":"T0000000001","userId":"U0000000006"},"personName":"sam","scope":"service_provider","providerSid":"8d406d27-b330-4078-88e3-8a8fe8c080cc","targetName":"Default"}', '{"surface":"command","channel":"C0000000008"}', X'01AA22D3CFC88E34AE1607091FDD734CF15D7A738CA200245C03E3F11C1E9FFB81AF8F39AFD07AC1ED487CFF4685144CCBE407CCE59803EDFE4A5A6CAF7746A4C36339BC2F5EF6FBE8F9BEE88A79941E4A986B85D476489A48CFC2880EF5225C00', NULL, 1, '22bfc81c9bc34ca9f532e537c3c76b209dad92722c807b27dcf0e805f2b4817c', '["U0000000005"]', 1, 0, NULL, NULL, NULL, NULL, NULL, 1795698997613, NULL, 1795698997662, 0, NULL, NULL, '{"grantId":"grt_f517f0e25538b16111eb","until":null}', NULL, NULL);
INSERT INTO `changes` VALUES (2, 'chg_839b9381f765ad576ed0', 'keys add', 'verified', 'account/14545e3b-6887-4486-a432-3de210204d59', NULL, 'frm_a77f118d5df83decce63', 'T0000000001', 'U0000000005', 'ada', '8d406d27-b330-4078-88e3-8a8fe8c080cc', '14545e3b-6887-4486-a432-3de210204d59', NULL, '{"accountSid":"14545e3b-6887-4486-a432-3de210204d59","providerSid":"8d406d27-b330-4078-88e3-8a8fe8c080cc","accountName":"Tiny","providerName":"Default","id":"key_cd836c869987b9117573","label":"CRM import","purpose":null,"owner":{"teamId":"T0000000001","userId":"U0000000005","name":"ada"},"expiresAt":"2027-02-24T10:00:00.000Z","handover":null}', '{"surface":"command","channel":"C0000000008"}', X'0134FA6C665020D32EAFED153B5DA37D25CBC144CD3C6680161871AD2CBA1F5917C0EB050C1E555026CD13E1FDDDE43B95079BF59022F31E555C3C2AF135CE6CBEEE4E4265DA091665A266C68388370592A023F355210453C4411450281FD635E2', NULL, 1, 'bdb1f67dcaaf428536aad6cae751b213f45fa0b0455f29b0db53136f5b28c41c', '["U0000000005"]', 0, 0, NULL, NULL, NULL, NULL, NULL, 1795698997932, 1795698997969, 1795698998017, 1, NULL, '{"known":[],"made":null}', '{"known":[],"made":{"sid":"6f44ff54-74bf-413b-add2-81f2e222dd47","prefix":"vgk_NM46","lastFour":"YVyR","createdAt":"2026-11-26T13:16:37.993Z","print":"01f7bd39abc7eef3"}}', NULL, NULL);
INSERT INTO `changes` VALUES (3, 'chg_0e5f4f92152e4e160920', 'webhooks edit', 'verified', 'account/14545e3b-6887-4486-a432-3de210204d59', NULL, 'frm_56d20276473a96d245b2', 'T0000000001', 'U0000000005', 'ada', '8d406d27-b330-4078-88e3-8a8fe8c080cc', '14545e3b-6887-4486-a432-3de210204d59', NULL, '{"accountSid":"14545e3b-6887-4486-a432-3de210204d59","providerSid":"8d406d27-b330-4078-88e3-8a8fe8c080cc","name":"Tiny","expected":{"registrationWebhook":null,"queueEventWebhook":null},"wanted":{"registrationWebhook":{"url":"https://tiny.example.com/register","hiddenUrl":null,"method":"POST","username":"tiny","password":{"mask":"•••• ago","print":"11b3fe9252bc9fb9","kept":"kpt_4a97b1aa83a2e075b427"}},"queueEventWebhook":null}}', '{"surface":"command","channel":"C0000000008"}', X'01FB50AA25AD93B6506322062461F9137F95FEA20BD03F6B19E3F167F87B5AC51ADA6C8B30DD69C5DE440DF8885428E0A9FFC0D1544A64623AC65CE9479E4EB81217241409BD75693D76F5F5AFE2EF9C8DE5BB9A2A8B8F9D78EAFBB3FE2C51E9E3', NULL, 1, 'db9df9e4c51987ae949aa9989be073f8d40074389d4cd41b3fb48cbdabcfa391', '["U0000000005"]', 0, 0, NULL, NULL, NULL, NULL, NULL, 1795698998166, 1795698998188, 1795698998209, 1, NULL, '{"registrationWebhook":null,"queueEventWebhook":null}', '{"registrationWebhook":{"url":"https://tiny.example.com/register","hiddenUrl":null,"method":"POST","username":"tiny","password":{"mask":"•••• ago","print":"11b3fe9252bc9fb9","kept":null}},"queueEventWebhook":null}', NULL, NULL);
INSERT INTO `changes` VALUES (4, 'chg_d7fa71c29ab65bcd490c', 'account create', 'waiting', 'provider/8d406d27-b330-4078-88e3-8a8fe8c080cc', NULL, 'frm_1c658d8f85dba72f763f', 'T0000000001', 'U0000000006', 'sam', '8d406d27-b330-4078-88e3-8a8fe8c080cc', NULL, NULL, '{"name":"Acme","sipRealm":"acme.example.com","providerSid":"8d406d27-b330-4078-88e3-8a8fe8c080cc","providerName":"Default","limits":null,"grantTo":null}', '{"surface":"command","channel":"C0000000008"}', X'01CB2A1F6D5CF91D70C351FAFC7CD4A015EC49A59BEE4DBC3D74D09A1558CA9D23DE971B5E57AC48260AC5A0CDFE84F75FDC3BA46F1539849544B0FF429945E2CC407ED85745E089093904182ABDDC77DEB012CC155279BBC185B0E5F4FADD65B0', 'A pilot', 1, '958a81602c087dfbb3dea0a58c2e24e11e1f56e594b11d7a53dcc378be22ca21', '["U0000000006"]', 0, 1, 1796390199111, 1796044599111, NULL, NULL, NULL, 1795785399111, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL);
INSERT INTO `changes` VALUES (5, 'chg_a12cc8db41ce417aae15', 'access grant', 'verified', 'person/U0000000007', NULL, 'frm_ee060bdb37b329e989a7', 'T0000000001', 'U0000000005', 'ada', NULL, NULL, 'T0000000001/U0000000007', '{"person":{"teamId":"T0000000001","userId":"U0000000007"},"personName":"tia","scope":"on_call"}', '{"surface":"command","channel":"C0000000008"}', X'013BA156CAEFA668C3639C5AB72EC85A253631B501693C062F831E37C74967B833184503006B61E56D28A5184DD50D2C42BB96254505C6FA8FAA77EF4E2007ED925B4BCEE0638322EF71015A9161CB8BEBED07EF428712CD8CD592F1343CAF5793', NULL, 1, '3c59918dd67af634a0164ae581a73a8abedd4780ddf77ce51d5676028cf5d6a7', '["U0000000005"]', 0, 0, NULL, NULL, NULL, NULL, NULL, 1795785399158, NULL, 1795785399166, 0, NULL, NULL, '{"grantId":"grt_f7d51c126333a7fe00bd","until":null}', NULL, NULL);
INSERT INTO `grants` VALUES ('grt_f517f0e25538b16111eb', 'T0000000001', 'U0000000006', 'service_provider', '8d406d27-b330-4078-88e3-8a8fe8c080cc', '8d406d27-b330-4078-88e3-8a8fe8c080cc', NULL, 'Default', NULL, 'U0000000005', 'chg_24f5ddc45306eff646f3', 1795698997685, NULL, NULL);
INSERT INTO `grants` VALUES ('grt_f7d51c126333a7fe00bd', 'T0000000001', 'U0000000007', 'on_call', '*', NULL, NULL, NULL, NULL, 'U0000000005', 'chg_a12cc8db41ce417aae15', 1795785399167, NULL, NULL);
INSERT INTO `marks` VALUES ('welcome/U0000000005', 1795698997538);
INSERT INTO `outbox` VALUES (1, 'U0000000005', 'sent', NULL, NULL, '{"text":"*Switchboard is running, and you are one of its Admins.* It runs Voice Gateway accounts from Slack: `/vg account create`, `/vg tts clear` and all that `/vg help` lists.\n*Where I belong:* `/invite` me to <#C0000000009>, where requests are decided, and to the channels in which your team uses `/vg`.\n*Map a colleague:* `/vg access grant @ann account Acme until 2027-01-31`, or `/vg access grant` alone for a form. The scopes are admin, service_provider, account and on_call; who holds what: `/vg access list`.\nThose whom nobody has mapped can ask for access; their requests come to <#C0000000009> with Map… and Deny.","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*Switchboard is running, and you are one of its Admins.* It runs Voice Gateway accounts from Slack: `/vg account create`, `/vg tts clear` and all that `/vg help` lists.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Where I belong:* `/invite` me to <#C0000000009>, where requests are decided, and to the channels in which your team uses `/vg`.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Map a colleague:* `/vg access grant @ann account Acme until 2027-01-31`, or `/vg access grant` alone for a form. The scopes are admin, service_provider, account and on_call; who holds what: `/vg access list`.","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Those whom nobody has mapped can ask for access; their requests come to <#C0000000009> with Map… and Deny.","verbatim":true}]}]}', NULL, NULL, NULL, 1, 0, NULL, 1795698997538, 1795698997538, 1795698997593);
INSERT INTO `outbox` VALUES (2, 'C0000000008', 'sent', 'U0000000005', NULL, '{"text":"Done: I granted sam Service Provider scope on Default.\n*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end\nReference chg_24f5ddc45306eff646f3","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"Done: I granted sam Service Provider scope on Default.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_24f5ddc45306eff646f3","verbatim":true}]},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Post here","emoji":false},"action_id":"changes.post","value":"chg_24f5ddc45306eff646f3"},{"type":"button","text":{"type":"plain_text","text":"Undo","emoji":false},"action_id":"changes.undo","value":"chg_24f5ddc45306eff646f3","style":"danger","confirm":{"title":{"type":"plain_text","text":"Undo this?","emoji":false},"text":{"type":"plain_text","text":"This takes back: grant sam Service Provider scope on Default.","emoji":false},"confirm":{"type":"plain_text","text":"Undo","emoji":false},"deny":{"type":"plain_text","text":"Keep it","emoji":false},"style":"danger"}}]}]}', 'U0000000005', X'01AA22D3CFC88E34AE1607091FDD734CF15D7A738CA200245C03E3F11C1E9FFB81AF8F39AFD07AC1ED487CFF4685144CCBE407CCE59803EDFE4A5A6CAF7746A4C36339BC2F5EF6FBE8F9BEE88A79941E4A986B85D476489A48CFC2880EF5225C00', 'chg_24f5ddc45306eff646f3', 1, 0, NULL, 1795698997662, 1795698997662, 1795698997886);
INSERT INTO `outbox` VALUES (3, 'C0000000009', 'sent', NULL, 'announced/chg_24f5ddc45306eff646f3', '{"text":"<@U0000000005> granted sam Service Provider scope on Default. As an Admin they need no second person for it.\n*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end\nReference chg_24f5ddc45306eff646f3","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"<@U0000000005> granted sam Service Provider scope on Default. As an Admin they need no second person for it.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_24f5ddc45306eff646f3","verbatim":true}]}]}', 'admins', NULL, 'chg_24f5ddc45306eff646f3', 1, 0, NULL, 1795698997662, 1795698997662, 1795698997886);
INSERT INTO `outbox` VALUES (4, 'C0000000009', 'sent', NULL, NULL, '{"text":"<@U0000000005>: grant sam Service Provider scope on Default. Done and verified: granted sam Service Provider scope on Default.\n*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end\nReference chg_24f5ddc45306eff646f3","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"<@U0000000005>: grant sam Service Provider scope on Default. Done and verified: granted sam Service Provider scope on Default.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Person:* sam\n*Scope:* Service Provider\n*Service Provider:* Default\n*Until:* no end","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_24f5ddc45306eff646f3","verbatim":true}]}]}', 'admins', NULL, 'chg_24f5ddc45306eff646f3', 1, 0, NULL, 1795698997662, 1795698997662, 1795698997960);
INSERT INTO `outbox` VALUES (5, 'U0000000006', 'sent', NULL, NULL, '{"text":"ada granted you Service Provider scope on Default. Type /vg help to see what you can do, /vg me to see what you hold.","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"ada granted you Service Provider scope on Default. Type /vg help to see what you can do, /vg me to see what you hold.","verbatim":true}}]}', NULL, NULL, NULL, 1, 0, NULL, 1795698997662, 1795698997662, 1795698997887);
INSERT INTO `outbox` VALUES (6, 'C0000000008', 'sent', 'U0000000005', NULL, '{"text":"Done: I made API key “CRM import” of Tiny.\n*API key:* vgk_NM46…YVyR\n*Owner:* ada\n*Expires:* 2027-02-24 10:00 UTC\nTo take it back, revoke it.\nReference chg_839b9381f765ad576ed0","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"Done: I made API key “CRM import” of Tiny.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*API key:* vgk_NM46…YVyR\n*Owner:* ada\n*Expires:* 2027-02-24 10:00 UTC","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"To take it back, revoke it.","verbatim":true}]},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_839b9381f765ad576ed0","verbatim":true}]},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Post here","emoji":false},"action_id":"changes.post","value":"chg_839b9381f765ad576ed0"}]}]}', 'U0000000005', X'0134FA6C665020D32EAFED153B5DA37D25CBC144CD3C6680161871AD2CBA1F5917C0EB050C1E555026CD13E1FDDDE43B95079BF59022F31E555C3C2AF135CE6CBEEE4E4265DA091665A266C68388370592A023F355210453C4411450281FD635E2', 'chg_839b9381f765ad576ed0', 1, 0, NULL, 1795698998017, 1795698998017, 1795698998058);
INSERT INTO `outbox` VALUES (7, 'C0000000009', 'sent', NULL, NULL, '{"text":"<@U0000000005>: make API key “CRM import” of Tiny. Done and verified: made API key “CRM import” of Tiny.\n*API key:* vgk_NM46…YVyR\n*Owner:* ada\n*Expires:* 2027-02-24 10:00 UTC\nReference chg_839b9381f765ad576ed0","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"<@U0000000005>: make API key “CRM import” of Tiny. Done and verified: made API key “CRM import” of Tiny.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*API key:* vgk_NM46…YVyR\n*Owner:* ada\n*Expires:* 2027-02-24 10:00 UTC","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_839b9381f765ad576ed0","verbatim":true}]}]}', 'admins', NULL, 'chg_839b9381f765ad576ed0', 1, 0, NULL, 1795698998017, 1795698998017, 1795698998058);
INSERT INTO `outbox` VALUES (8, 'C0000000008', 'sent', 'U0000000005', NULL, '{"text":"Done: I changed Registration Webhook of Tiny.\n*Registration Webhook:* none → POST https://tiny.example.com/register\n*Registration Webhook user name:* none → tiny\n*Registration Webhook password:* none → •••• ago\nReference chg_0e5f4f92152e4e160920","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"Done: I changed Registration Webhook of Tiny.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Registration Webhook:* none → POST https://tiny.example.com/register\n*Registration Webhook user name:* none → tiny\n*Registration Webhook password:* none → •••• ago","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_0e5f4f92152e4e160920","verbatim":true}]},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Post here","emoji":false},"action_id":"changes.post","value":"chg_0e5f4f92152e4e160920"},{"type":"button","text":{"type":"plain_text","text":"Undo","emoji":false},"action_id":"changes.undo","value":"chg_0e5f4f92152e4e160920","style":"danger","confirm":{"title":{"type":"plain_text","text":"Undo this?","emoji":false},"text":{"type":"plain_text","text":"This takes back: change Registration Webhook of Tiny.","emoji":false},"confirm":{"type":"plain_text","text":"Undo","emoji":false},"deny":{"type":"plain_text","text":"Keep it","emoji":false},"style":"danger"}}]}]}', 'U0000000005', X'01FB50AA25AD93B6506322062461F9137F95FEA20BD03F6B19E3F167F87B5AC51ADA6C8B30DD69C5DE440DF8885428E0A9FFC0D1544A64623AC65CE9479E4EB81217241409BD75693D76F5F5AFE2EF9C8DE5BB9A2A8B8F9D78EAFBB3FE2C51E9E3', 'chg_0e5f4f92152e4e160920', 1, 0, NULL, 1795698998209, 1795698998209, 1795785398224);
INSERT INTO `outbox` VALUES (9, 'C0000000009', 'sent', NULL, NULL, '{"text":"<@U0000000005>: change Registration Webhook of Tiny. Done and verified: changed Registration Webhook of Tiny.\n*Registration Webhook:* none → POST https://tiny.example.com/register\n*Registration Webhook user name:* none → tiny\n*Registration Webhook password:* none → •••• ago\nReference chg_0e5f4f92152e4e160920","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"<@U0000000005>: change Registration Webhook of Tiny. Done and verified: changed Registration Webhook of Tiny.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Registration Webhook:* none → POST https://tiny.example.com/register\n*Registration Webhook user name:* none → tiny\n*Registration Webhook password:* none → •••• ago","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_0e5f4f92152e4e160920","verbatim":true}]}]}', 'admins', NULL, 'chg_0e5f4f92152e4e160920', 1, 0, NULL, 1795698998209, 1795698998209, 1795785398224);
INSERT INTO `outbox` VALUES (10, 'C0000000009', 'sent', NULL, 'anchor/8', '{"text":"*Audit anchor*: entry 8, 2026-11-27 13:16 UTC\n`e9fa8c172e4dc2b44ec91b70e9df8431fa8d96038661bc99f831420ec250c650`\nWhile this message stands, no entry up to 8 can be changed unnoticed.","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*Audit anchor*: entry 8, <!date^1795785398^{date_short_pretty} {time}|2026-11-27 13:16 UTC>","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"`e9fa8c172e4dc2b44ec91b70e9df8431fa8d96038661bc99f831420ec250c650`","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"While this message stands, no entry up to 8 can be changed unnoticed.","verbatim":true}]}]}', 'admins', NULL, NULL, 1, 0, NULL, 1795785398550, 1795785398550, 1795785399064);
INSERT INTO `outbox` VALUES (12, 'C0000000009', 'sent', NULL, 'request/chg_d7fa71c29ab65bcd490c', '{"text":"*Create account Acme*\n*Account name:* Acme\n*Service Provider:* Default\n*SIP Realm:* acme.example.com\n*Reason:* A pilot\nWaiting for a decision, until 2026-12-04 13:16 UTC.\nAsked by <@U0000000006>\nRevision 1, digest 958a8160\nReference chg_d7fa71c29ab65bcd490c","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*Create account Acme*","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Account name:* Acme\n*Service Provider:* Default\n*SIP Realm:* acme.example.com","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Reason:* A pilot","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"Waiting for a decision, until <!date^1796390199^{date_short_pretty} {time}|2026-12-04 13:16 UTC>.","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Asked by <@U0000000006>","verbatim":true},{"type":"mrkdwn","text":"Revision 1, digest 958a8160","verbatim":true}]},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_d7fa71c29ab65bcd490c","verbatim":true}]},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Approve","emoji":false},"action_id":"approvals.approve","value":"chg_d7fa71c29ab65bcd490c:1","style":"primary","accessibility_label":"Approve: create account Acme"},{"type":"button","text":{"type":"plain_text","text":"Edit & approve","emoji":false},"action_id":"approvals.edit","value":"chg_d7fa71c29ab65bcd490c:1","accessibility_label":"Edit & approve: create account Acme"},{"type":"button","text":{"type":"plain_text","text":"Deny","emoji":false},"action_id":"approvals.deny","value":"chg_d7fa71c29ab65bcd490c:1","style":"danger","accessibility_label":"Deny: create account Acme"}]}]}', 'admins', NULL, 'chg_d7fa71c29ab65bcd490c', 1, 0, NULL, 1795785399111, 1795785399111, 1795785399133);
INSERT INTO `outbox` VALUES (13, 'U0000000006', 'sent', NULL, 'own/chg_d7fa71c29ab65bcd490c', '{"text":"*You asked to create account Acme*\n*Account name:* Acme\n*Service Provider:* Default\n*SIP Realm:* acme.example.com\n*Reason:* A pilot\nWaiting for a decision, until 2026-12-04 13:16 UTC.\nReference chg_d7fa71c29ab65bcd490c","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*You asked to create account Acme*","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Account name:* Acme\n*Service Provider:* Default\n*SIP Realm:* acme.example.com","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Reason:* A pilot","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"Waiting for a decision, until <!date^1796390199^{date_short_pretty} {time}|2026-12-04 13:16 UTC>.","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_d7fa71c29ab65bcd490c","verbatim":true}]},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Withdraw","emoji":false},"action_id":"approvals.withdraw","value":"chg_d7fa71c29ab65bcd490c","confirm":{"title":{"type":"plain_text","text":"Withdraw the request?","emoji":false},"text":{"type":"plain_text","text":"Nobody can approve it any more.","emoji":false},"confirm":{"type":"plain_text","text":"Withdraw","emoji":false},"deny":{"type":"plain_text","text":"Keep it","emoji":false}}}]}]}', NULL, NULL, 'chg_d7fa71c29ab65bcd490c', 1, 0, NULL, 1795785399111, 1795785399111, 1795785399134);
INSERT INTO `outbox` VALUES (14, 'C0000000008', 'sent', 'U0000000005', NULL, '{"text":"Done: I granted tia on-call scope for all Service Providers.\n*Person:* tia\n*Scope:* on-call\n*Service Provider:* all of them\n*Until:* no end\nReference chg_a12cc8db41ce417aae15","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"Done: I granted tia on-call scope for all Service Providers.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Person:* tia\n*Scope:* on-call\n*Service Provider:* all of them\n*Until:* no end","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_a12cc8db41ce417aae15","verbatim":true}]},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Post here","emoji":false},"action_id":"changes.post","value":"chg_a12cc8db41ce417aae15"},{"type":"button","text":{"type":"plain_text","text":"Undo","emoji":false},"action_id":"changes.undo","value":"chg_a12cc8db41ce417aae15","style":"danger","confirm":{"title":{"type":"plain_text","text":"Undo this?","emoji":false},"text":{"type":"plain_text","text":"This takes back: grant tia on-call scope for all Service Providers.","emoji":false},"confirm":{"type":"plain_text","text":"Undo","emoji":false},"deny":{"type":"plain_text","text":"Keep it","emoji":false},"style":"danger"}}]}]}', 'U0000000005', X'013BA156CAEFA668C3639C5AB72EC85A253631B501693C062F831E37C74967B833184503006B61E56D28A5184DD50D2C42BB96254505C6FA8FAA77EF4E2007ED925B4BCEE0638322EF71015A9161CB8BEBED07EF428712CD8CD592F1343CAF5793', 'chg_a12cc8db41ce417aae15', 1, 0, NULL, 1795785399166, 1795785399166, 1795785399182);
INSERT INTO `outbox` VALUES (15, 'C0000000009', 'due', NULL, NULL, '{"text":"<@U0000000005>: grant tia on-call scope for all Service Providers. Done and verified: granted tia on-call scope for all Service Providers.\n*Person:* tia\n*Scope:* on-call\n*Service Provider:* all of them\n*Until:* no end\nReference chg_a12cc8db41ce417aae15","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"<@U0000000005>: grant tia on-call scope for all Service Providers. Done and verified: granted tia on-call scope for all Service Providers.","verbatim":true}},{"type":"section","text":{"type":"mrkdwn","text":"*Person:* tia\n*Scope:* on-call\n*Service Provider:* all of them\n*Until:* no end","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"Reference chg_a12cc8db41ce417aae15","verbatim":true}]}]}', 'admins', NULL, 'chg_a12cc8db41ce417aae15', 0, 0, NULL, 1795785399166, 1795788999182, NULL);
INSERT INTO `outbox` VALUES (16, 'U0000000007', 'due', NULL, NULL, '{"text":"ada granted you on-call scope for all Service Providers. Type /vg help to see what you can do, /vg me to see what you hold.","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"ada granted you on-call scope for all Service Providers. Type /vg help to see what you can do, /vg me to see what you hold.","verbatim":true}}]}', NULL, NULL, NULL, 0, 0, NULL, 1795785399166, 1795788999183, NULL);
INSERT INTO `people` VALUES ('T0000000001', 'U0000000005', 'ada', 0, 0, 0, 0, 1795785399148);
INSERT INTO `people` VALUES ('T0000000001', 'U0000000006', 'sam', 0, 0, 0, 0, 1795785399079);
INSERT INTO `people` VALUES ('T0000000001', 'U0000000007', 'tia', 0, 0, 0, 0, 1795785399155);
INSERT INTO `data_keys` VALUES ('sealing', X'0179546994EEA07248C909E9A37C5F814484355D5848D7060E0242DF3B93D16768F439309567D63319F20021EFCC6202653E6485AC7336E3B8DFDE0DF0', 1795698997463);
INSERT INTO `data_keys` VALUES ('fingerprint', X'01B1582F7823D8B2AE9487AB236B27A181089FD6CA2F027DAF3EE3C3EAF0984C7B3564081D45D72E2679C6400D76D1B07DDF6285034DC4BD39BD16B431', 1795698997463);
INSERT INTO `data_keys` VALUES ('audit', X'0180774E997FC41A62A5C183D0840BE17EA1BBC7A7B76094250439449B9D6923F4A3B932D5F27054FBCDBE04BCC1E60C925B3FC4C5066029A26348EC03', 1795698997463);
INSERT INTO `settings` VALUES (1, '{"teamId":"T0000000001","adminUsers":["U0000000005"],"channels":{"approvals":"C0000000009","ops":"C0000000009","audit":"C0000000009"},"fourEyes":"others","requestDays":7,"allowedAddresses":{"private":false,"ranges":[]},"command":"/vg","missingScopes":[]}', 1795698997420);
INSERT INTO `api_keys` VALUES ('key_cd836c869987b9117573', '6f44ff54-74bf-413b-add2-81f2e222dd47', '14545e3b-6887-4486-a432-3de210204d59', 'Tiny', '8d406d27-b330-4078-88e3-8a8fe8c080cc', 'Default', 'vgk_NM46', 'YVyR', 'CRM import', NULL, 'T0000000001', 'U0000000005', 'T0000000001', 'U0000000005', 'chg_839b9381f765ad576ed0', 1795698997993, 1803463200000, 1795699898017, 1795698998089, 1795698998110, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO `kept_secrets` VALUES ('kpt_4a97b1aa83a2e075b427', X'0147CF4A33C8BFF97DE38C43ADDA5014AC9348D83366A2D2EF4EB66AA867EF8747CBB55E23B063AF3370134D42C3FC74AAF56E', 1795788998161);
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
