-- left at 2026-11-27T12:11:04.955Z
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
	`created_at` integer NOT NULL,
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
INSERT INTO `__drizzle_migrations` VALUES (NULL, '222dea9cc23aeb53de8e7aed7d44f4e625ac975a7926a48fec0298c2aa51dd43', 1795453281986);
INSERT INTO `__drizzle_migrations` VALUES (NULL, '5408d0f3bf78e4fa316664c366a38ff13159070daab673b2797b0f017cf3702d', 1795689102977);
INSERT INTO `account_words` VALUES ('a78be6ef 27f6 4f4d 8506 17a5864fca92', 1, 1);
INSERT INTO `account_words` VALUES ('com', 1, 1);
INSERT INTO `account_words` VALUES ('example com', 1, 1);
INSERT INTO `account_words` VALUES ('tiny', 1, 1);
INSERT INTO `account_words` VALUES ('tiny example com', 1, 1);
INSERT INTO `accounts` VALUES (1, 'a78be6ef-27f6-4f4d-8506-17a5864fca92', 1, 'Tiny', 'tiny', 'tiny', 'tiny.example.com', 'sessions', NULL, NULL, X'01F3EA47FDCF887876089D1FDBE66A49B10994747CBD69C9CE49515985EB2DA549E7BED7EE7CD9B80F722F034F31835153C8A28E1B42511FBF6C6076F6', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1795695061612);
INSERT INTO `applications` VALUES (1, '0036086d-486a-4d35-9de6-8b14b8f768dc', 1, 'Reception', NULL, 'POST', NULL, 'POST', 0);
INSERT INTO `carriers` VALUES (1, 1, 'Carrier One');
INSERT INTO `service_providers` VALUES (1, 'fc15a036-1e1d-4473-a715-ad51785b678f', 'Default', 'default', 1795695061591);
INSERT INTO `speech_services` VALUES (1, 1, 'google', 'Default');
INSERT INTO `tts_prompts` VALUES (1, 1, X'481D04BE4CDBB88B5984FBCBFBE428EC5AB1043CC25E5B3A3D562D2E8E5623BA', 1795695061622);
INSERT INTO `tts_prompts` VALUES (2, 1, X'7E5B8AD56422E58BCA8C8272A62AB32BB2721FC72D0A13E765A175C028432069', 1795695061622);
INSERT INTO `tts_prompts` VALUES (3, 1, X'259A648C7737779497C41B77A45B5F7449EAA5D7F36A96CB92E5341678C54F4C', 1795695061622);
INSERT INTO `data_keys` VALUES ('sealing', X'016450D9E9D6C3117B221E3596B7E08986943BAD337A5E887E107A58C7589EEAA5AA438FB54EAA1E18A486F1AF613CAC0E3F4F5186E52FEA1416A32C39', 1795695061571);
INSERT INTO `data_keys` VALUES ('fingerprint', X'015BB41D822EDA8F42B6DB268D7CF9C8B5679E400E875282927942D21D7604ED46F2E10119917DF7EA5C689DF4BD9DA5497FBC92F160951237CC039A7F', 1795695061571);
INSERT INTO `data_keys` VALUES ('audit', X'0106FC90BCBF4496AC0DB3FC53DD32BC565ECCFF03EC3A92AB41DC7ACB01D2711EE1C80D75908BCE6ACC6F5723211EA74FE3A047927E805652AA14D5D1', 1795695061571);
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
