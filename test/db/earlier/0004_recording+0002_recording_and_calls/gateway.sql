-- left at 2026-11-27T19:09:14.514Z
CREATE TABLE "__drizzle_migrations" (
				id SERIAL PRIMARY KEY,
				hash text NOT NULL,
				created_at numeric
			);
CREATE TABLE `account_words` (
	`key` text NOT NULL,
	`account_id` integer NOT NULL,
	`provider_id` integer NOT NULL,
	PRIMARY KEY(`key`, `account_id`)
) WITHOUT ROWID;
CREATE TABLE `accounts` (
	`id` integer PRIMARY KEY NOT NULL,
	`sid` text NOT NULL,
	`provider_id` integer NOT NULL,
	`name` text NOT NULL,
	`name_folded` text NOT NULL,
	`listed_as` text NOT NULL,
	`sip_realm` text,
	`unit` text DEFAULT 'sessions' NOT NULL,
	`maximum` integer,
	`licensed_sessions` integer,
	`webhook_secret` blob NOT NULL,
	`device_application_sid` text,
	`siprec_application_sid` text,
	`registration_hook_url` text,
	`registration_hook_method` text,
	`registration_hook_username` text,
	`registration_hook_password` blob,
	`queue_event_hook_url` text,
	`queue_event_hook_method` text,
	`queue_event_hook_username` text,
	`queue_event_hook_password` blob,
	`recording_vendor` text,
	`recording_bucket` text,
	`recording_format` text,
	`recording_all_calls` integer,
	`recording_credential` blob,
	`created_at` integer NOT NULL, `recording_enabled` integer,
	FOREIGN KEY (`provider_id`) REFERENCES `service_providers`(`id`) ON UPDATE no action ON DELETE no action
);
CREATE TABLE `applications` (
	`id` integer PRIMARY KEY NOT NULL,
	`sid` text NOT NULL,
	`account_id` integer NOT NULL,
	`name` text NOT NULL, `call_hook_url` text, `call_hook_method` text DEFAULT 'POST' NOT NULL, `call_status_hook_url` text, `call_status_hook_method` text DEFAULT 'POST' NOT NULL, `record_all_calls` integer DEFAULT false NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
CREATE TABLE `carriers` (
	`id` integer PRIMARY KEY NOT NULL,
	`account_id` integer NOT NULL,
	`name` text NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
CREATE TABLE `service_providers` (
	`id` integer PRIMARY KEY NOT NULL,
	`sid` text NOT NULL,
	`name` text NOT NULL,
	`name_folded` text NOT NULL,
	`created_at` integer NOT NULL
);
CREATE TABLE `speech_services` (
	`id` integer PRIMARY KEY NOT NULL,
	`account_id` integer NOT NULL,
	`vendor` text NOT NULL,
	`name` text NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
CREATE TABLE `tts_prompts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`account_id` integer NOT NULL,
	`text_hash` blob NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
CREATE TABLE `data_keys` (
	`purpose` text PRIMARY KEY NOT NULL,
	`wrapped` blob NOT NULL,
	`created_at` integer NOT NULL
);
CREATE TABLE `api_keys` (
	`id` integer PRIMARY KEY NOT NULL,
	`sid` text NOT NULL,
	`account_id` integer NOT NULL,
	`hash` text NOT NULL,
	`prefix` text NOT NULL,
	`last_four` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	`expires_at` integer,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
CREATE TABLE `calls` (
	`id` integer PRIMARY KEY NOT NULL,
	`sid` text NOT NULL,
	`account_id` integer NOT NULL,
	`application_sid` text,
	`direction` text NOT NULL,
	`caller` text NOT NULL,
	`callee` text NOT NULL,
	`attempted_at` integer NOT NULL,
	`answered_at` integer,
	`ended_at` integer,
	`sip_status` integer NOT NULL,
	`termination_reason` text,
	`trunk` text,
	`recorded_as` text,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
INSERT INTO `__drizzle_migrations` VALUES (NULL, '222dea9cc23aeb53de8e7aed7d44f4e625ac975a7926a48fec0298c2aa51dd43', 1795453281986);
INSERT INTO `__drizzle_migrations` VALUES (NULL, '5408d0f3bf78e4fa316664c366a38ff13159070daab673b2797b0f017cf3702d', 1795689102977);
INSERT INTO `__drizzle_migrations` VALUES (NULL, '29d4201e0ed497ba0433c4660dfe32f23d0942d14865f17431187174e986874e', 1795696480847);
INSERT INTO `account_words` VALUES ('37bac416 fbeb 433a 9884 54ecac6a9ebe', 1, 1);
INSERT INTO `account_words` VALUES ('com', 1, 1);
INSERT INTO `account_words` VALUES ('example com', 1, 1);
INSERT INTO `account_words` VALUES ('tiny', 1, 1);
INSERT INTO `account_words` VALUES ('tiny example com', 1, 1);
INSERT INTO `accounts` VALUES (1, '37bac416-fbeb-433a-9884-54ecac6a9ebe', 1, 'Tiny', 'tiny', 'tiny', 'tiny.example.com', 'sessions', NULL, NULL, X'013F0190A34E67471A0D722628FCF1E3C38F72F19FDF338513AD8F1DF32DF386DE73F46DB2378A361468F27AC8292CB0BD782D3528104D18452417160C', NULL, NULL, 'https://tiny.example.com/register', 'POST', 'tiny', X'014EC4E6B4C7F4D48F9CB9DD21E6D2C6045F639A39FB3EB091525D2C338A988D9CE9A8BC6F949DBA64A93145D6356F93DDBAE2', NULL, NULL, NULL, NULL, 'aws_s3', 'calls', 'wav', 1, X'01C31C76F25D869468893AC94A3EFD304219966C759A682705E078E905D87C1EB19DB0F64ACC709EFAE217896A15871E2A932201AA09668C19D82FECF692491D4B489652A82B2A0ED218E9D116361262D288BCF98E5838071540A8E11D2E3D27B528656FF95DC96EFDC2BA128B8B6B2DFE4F2B1DA4A6255F367FFB690A21528A291A68385EBDD3447400F0C47D1DEEFC', 1795719552762, 1);
INSERT INTO `applications` VALUES (1, '1c3a215a-be48-438a-8348-3648d834d528', 1, 'Reception', NULL, 'POST', NULL, 'POST', 0);
INSERT INTO `carriers` VALUES (1, 1, 'Carrier One');
INSERT INTO `service_providers` VALUES (1, 'ba3632b8-7342-4e7b-bd45-16dadef12047', 'Default', 'default', 1795719552751);
INSERT INTO `speech_services` VALUES (1, 1, 'google', 'Default');
INSERT INTO `tts_prompts` VALUES (1, 1, X'481D04BE4CDBB88B5984FBCBFBE428EC5AB1043CC25E5B3A3D562D2E8E5623BA', 1795719552768);
INSERT INTO `tts_prompts` VALUES (2, 1, X'7E5B8AD56422E58BCA8C8272A62AB32BB2721FC72D0A13E765A175C028432069', 1795719552768);
INSERT INTO `tts_prompts` VALUES (3, 1, X'259A648C7737779497C41B77A45B5F7449EAA5D7F36A96CB92E5341678C54F4C', 1795719552768);
INSERT INTO `data_keys` VALUES ('sealing', X'01FAD027253FBFB043444C74AD115347AFF5FE9B6054AAE034DF92F779E7801785E07FC873BCC306E5B44BFED8A2AD085527AD391FFE33CEBF7CB77671', 1795719552744);
INSERT INTO `data_keys` VALUES ('fingerprint', X'0196609748CAA59CE5F1BA0A6423D938859169128846D5832ECA0E30B9BA8CAA1960B89F998A66E068FCF48AD3A304A87D09DF864876EB438AD9849C92', 1795719552744);
INSERT INTO `data_keys` VALUES ('audit', X'01DADF0592299DC92D0C32801ECA064F49EB6A469B228AAE17D26C1DB733939083C551D9123D4021D8C8E0C80B4BB4B203AE0FCF9F6087DEE2021A3458', 1795719552744);
INSERT INTO `api_keys` VALUES (1, 'b22ab17d-e7f5-4eca-af50-7514e8f71261', 1, 'c9309cf0c041823d1dd4f99b00f549b348941c94e3af77c1b794a8afe3cc8f7f', 'vgk_5NcO', 'AJWk', 1795719553085, NULL, 1803463200000);
INSERT INTO `calls` VALUES (1, '7ed9e48e-e8dc-4bee-a0fe-a7f6f699d8c9', 1, NULL, 'inbound', '+4930555012345', '+4989555067890', 1795805527774, 1795805532774, 1795805652774, 200, 'caller hungup', NULL, '2026/11/27/7ed9e48e-e8dc-4bee-a0fe-a7f6f699d8c9.wav');
CREATE INDEX `account_words_of_provider` ON `account_words` (`provider_id`,`key`,`account_id`);
CREATE UNIQUE INDEX `accounts_sid_unique` ON `accounts` (`sid`);
CREATE UNIQUE INDEX `accounts_sipRealm_unique` ON `accounts` (`sip_realm`);
CREATE UNIQUE INDEX `accounts_name_of_provider` ON `accounts` (`provider_id`,`name_folded`);
CREATE INDEX `accounts_in_order` ON `accounts` (`listed_as`);
CREATE INDEX `accounts_of_provider_in_order` ON `accounts` (`provider_id`,`listed_as`);
CREATE UNIQUE INDEX `applications_sid_unique` ON `applications` (`sid`);
CREATE INDEX `applications_of_account` ON `applications` (`account_id`,`name`);
CREATE INDEX `carriers_of_account` ON `carriers` (`account_id`,`name`);
CREATE UNIQUE INDEX `service_providers_sid_unique` ON `service_providers` (`sid`);
CREATE UNIQUE INDEX `service_providers_nameFolded_unique` ON `service_providers` (`name_folded`);
CREATE INDEX `speech_services_of_account` ON `speech_services` (`account_id`,`name`);
CREATE INDEX `tts_prompts_of_account` ON `tts_prompts` (`account_id`);
CREATE UNIQUE INDEX `api_keys_sid_unique` ON `api_keys` (`sid`);
CREATE UNIQUE INDEX `api_keys_hash_unique` ON `api_keys` (`hash`);
CREATE INDEX `api_keys_of_account` ON `api_keys` (`account_id`);
CREATE UNIQUE INDEX `calls_sid_unique` ON `calls` (`sid`);
CREATE INDEX `calls_of_account` ON `calls` (`account_id`,`attempted_at`);
CREATE INDEX `calls_recorded` ON `calls` (`ended_at`,`account_id`) WHERE "calls"."recorded_as" is not null;
