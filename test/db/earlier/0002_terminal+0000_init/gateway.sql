-- left at 2026-11-27T09:06:04.587Z
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
INSERT INTO `account_words` VALUES ('cfbf5a0f c3f1 4ca7 8431 0140e6059723', 1, 1);
INSERT INTO `account_words` VALUES ('com', 1, 1);
INSERT INTO `account_words` VALUES ('example com', 1, 1);
INSERT INTO `account_words` VALUES ('tiny', 1, 1);
INSERT INTO `account_words` VALUES ('tiny example com', 1, 1);
INSERT INTO `accounts` VALUES (1, 'cfbf5a0f-c3f1-4ca7-8431-0140e6059723', 1, 'Tiny', 'tiny', 'tiny', 'tiny.example.com', 'sessions', NULL, NULL, X'014CD63B83736B4B34777825BABE8AB0C58793A86264C380D26F38536C4917A42254C5421B71EE8B7E1F14940105907B5BB7F0CE045B680B0BECBB6240', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1795683963086);
INSERT INTO `applications` VALUES (1, '4e504604-f0fc-4355-bb54-d28568385a33', 1, 'Reception');
INSERT INTO `carriers` VALUES (1, 1, 'Carrier One');
INSERT INTO `service_providers` VALUES (1, '363e5519-353b-4033-b110-ad67240c6ccf', 'Default', 'default', 1795683963068);
INSERT INTO `speech_services` VALUES (1, 1, 'google', 'Default');
INSERT INTO `tts_prompts` VALUES (1, 1, X'481D04BE4CDBB88B5984FBCBFBE428EC5AB1043CC25E5B3A3D562D2E8E5623BA', 1795683963097);
INSERT INTO `tts_prompts` VALUES (2, 1, X'7E5B8AD56422E58BCA8C8272A62AB32BB2721FC72D0A13E765A175C028432069', 1795683963097);
INSERT INTO `tts_prompts` VALUES (3, 1, X'259A648C7737779497C41B77A45B5F7449EAA5D7F36A96CB92E5341678C54F4C', 1795683963097);
INSERT INTO `data_keys` VALUES ('sealing', X'01E9C160BC1591C7271E1703F4E55CC2641B577D82771FF45348254E7560ED96BB3AB6CA5060314FF368E70ED88E516A3BBEE0C3E1CDB056D0F3A53D88', 1795683963058);
INSERT INTO `data_keys` VALUES ('fingerprint', X'01DBBF1E31874750A93978E9C5A5F6563B50298CF9EA04E9002F27CED60B82C6C4019585A3BED551609266E0963301C536FA9E148BFDBD343FE7E0E6F8', 1795683963058);
INSERT INTO `data_keys` VALUES ('audit', X'01AABBB4B35612BC3F120205A86A555450075ADCA027FA4377FD74B2FCFCD52966C66716BC8BFE24D614D0B507DDB968AF61CF6B42DF036EBB9D812BFD', 1795683963058);
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
