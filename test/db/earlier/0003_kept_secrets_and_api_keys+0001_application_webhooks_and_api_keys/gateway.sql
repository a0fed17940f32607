-- left at 2026-11-27T13:16:39.184Z
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
INSERT INTO `account_words` VALUES ('14545e3b 6887 4486 a432 3de210204d59', 1, 1);
INSERT INTO `account_words` VALUES ('com', 1, 1);
INSERT INTO `account_words` VALUES ('example com', 1, 1);
INSERT INTO `account_words` VALUES ('tiny', 1, 1);
INSERT INTO `account_words` VALUES ('tiny example com', 1, 1);
INSERT INTO `accounts` VALUES (1, '14545e3b-6887-4486-a432-3de210204d59', 1, 'Tiny', 'tiny', 'tiny', 'tiny.example.com', 'sessions', NULL, NULL, X'01A6BC61A583E37F4AC9A786F6BB17129157825EDC349D9348DF6AC283091D1B4505C3B01CA347619EDC6C9640B3D0E960577D14324A61B22644CC76B0', NULL, NULL, 'https://tiny.example.com/register', 'POST', 'tiny', X'01CF8D0FE9828710FC012209C8310F43A09ABB0DE37C3439FA0E316FEA9DF55BD74BC42504F8EB9676502591CA85A020D88CE7', NULL, NULL, NULL, NULL, 'aws_s3', 'tiny-calls', 'wav', 1, X'017019946A6F438ED810AD670D89434417F4FE44C30C741C7F2322CF8535A8AB939D1F1EF58C4EC69285740A5BBC6D1C114877EBBE5B3475B6941AB01ED6A64D786C317A5BEA22217123C534A1D7C7DB5AE795C733F305E3A9A97270D204C33FB33A3539F234237C50C6AEDB3FD7CCF947974C8515371979D625', 1795698997353);
INSERT INTO `applications` VALUES (1, '7240f735-e9c2-4cc8-9563-78320a6708b1', 1, 'Reception', NULL, 'POST', NULL, 'POST', 0);
INSERT INTO `carriers` VALUES (1, 1, 'Carrier One');
INSERT INTO `service_providers` VALUES (1, '8d406d27-b330-4078-88e3-8a8fe8c080cc', 'Default', 'default', 1795698997342);
INSERT INTO `speech_services` VALUES (1, 1, 'google', 'Default');
INSERT INTO `tts_prompts` VALUES (1, 1, X'481D04BE4CDBB88B5984FBCBFBE428EC5AB1043CC25E5B3A3D562D2E8E5623BA', 1795698997359);
INSERT INTO `tts_prompts` VALUES (2, 1, X'7E5B8AD56422E58BCA8C8272A62AB32BB2721FC72D0A13E765A175C028432069', 1795698997359);
INSERT INTO `tts_prompts` VALUES (3, 1, X'259A648C7737779497C41B77A45B5F7449EAA5D7F36A96CB92E5341678C54F4C', 1795698997359);
INSERT INTO `data_keys` VALUES ('sealing', X'010C78E33255C2273A6BB6F1585F3C6EA8013DDC2ED9EEFF7F0F0BA5C6167D74AE7525B35094E9646B9AA93DC41DFD790B43FC330F62F4D1B5DC1A1A45', 1795698997328);
INSERT INTO `data_keys` VALUES ('fingerprint', X'01EF841D026EBDC7A88C400F3CD8A9AE50F76808A058D2EE8FCEE9D5573F43C8D33443F99DC73CB3AE360080CE6B7BD2A173189E02A130542217A9C05F', 1795698997328);
INSERT INTO `data_keys` VALUES ('audit', X'01926D03E719DF4E86A4360DB5856C532C5310BD42ECF54905C971EC115B42BD65CB1227B5459ECF20AF4896EF1AE39114C1AC57D92DAAA86B897E4535', 1795698997328);
INSERT INTO `api_keys` VALUES (1, '6f44ff54-74bf-413b-add2-81f2e222dd47', 1, '0d88002ed66a869614d523e7321ca0280426528f6d9ca67945d900d94807f252', 'vgk_NM46', 'YVyR', 1795698997993, NULL, 1803463200000);
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
