-- left at 2026-11-26T22:53:09.596Z
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
	`name` text NOT NULL,
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
INSERT INTO `__drizzle_migrations` VALUES (NULL, '222dea9cc23aeb53de8e7aed7d44f4e625ac975a7926a48fec0298c2aa51dd43', 1795453281986);
INSERT INTO `account_words` VALUES ('com', 1, 1);
INSERT INTO `account_words` VALUES ('e8f7323d 8a4a 4688 bbc2 cd6bbf25b958', 1, 1);
INSERT INTO `account_words` VALUES ('example com', 1, 1);
INSERT INTO `account_words` VALUES ('tiny', 1, 1);
INSERT INTO `account_words` VALUES ('tiny example com', 1, 1);
INSERT INTO `accounts` VALUES (1, 'e8f7323d-8a4a-4688-bbc2-cd6bbf25b958', 1, 'Tiny', 'tiny', 'tiny', 'tiny.example.com', 'sessions', NULL, NULL, X'01239342649533FEF65A5FA9F97F6484D0E5BE3CFA3991F8299EA7403C56AA6A5B282DC85AE689DED6D0DBE9AE07CCDD16A4A7F2B41F6AF44E12E0E37F', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1795647187050);
INSERT INTO `applications` VALUES (1, 'cec5685e-0e4c-4226-86c1-f13edbfafc97', 1, 'Reception');
INSERT INTO `carriers` VALUES (1, 1, 'Carrier One');
INSERT INTO `service_providers` VALUES (1, '64110f91-5b24-42c7-a863-5fac7a5aecf9', 'Default', 'default', 1795647187007);
INSERT INTO `speech_services` VALUES (1, 1, 'google', 'Default');
INSERT INTO `tts_prompts` VALUES (1, 1, X'481D04BE4CDBB88B5984FBCBFBE428EC5AB1043CC25E5B3A3D562D2E8E5623BA', 1795647187086);
INSERT INTO `tts_prompts` VALUES (2, 1, X'7E5B8AD56422E58BCA8C8272A62AB32BB2721FC72D0A13E765A175C028432069', 1795647187086);
INSERT INTO `tts_prompts` VALUES (3, 1, X'259A648C7737779497C41B77A45B5F7449EAA5D7F36A96CB92E5341678C54F4C', 1795647187086);
INSERT INTO `data_keys` VALUES ('sealing', X'0114BB5536FC4947B5CCE3E887390D9F5B3F47C1C0B1F6EA64DCE7EA62332C39FDE84CD98E9083660052C3C2BC1B9D7F8D3D81681D7BA7DE19B094058C', 1795647186971);
INSERT INTO `data_keys` VALUES ('fingerprint', X'013C0E8954FF0152E9D997A87EB6ACFDB6392825E2DC8434BF47C11C898A4903FA1111AF43BC08F062168262C5F564D129B9F331B82223C1090AC2ACFC', 1795647186971);
INSERT INTO `data_keys` VALUES ('audit', X'019768DAD57A035B4FEC40552AC497754261231ACA9D22AFFBB4B71408737E015CD51A3B821D29B494136C62F7A7EDCF8582BF6E89E7A934B54C2DF80D', 1795647186971);
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
