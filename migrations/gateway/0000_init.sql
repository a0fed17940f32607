CREATE TABLE `account_words` (
	`key` text NOT NULL,
	`account_id` integer NOT NULL,
	`provider_id` integer NOT NULL,
	PRIMARY KEY(`key`, `account_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `account_words_of_provider` ON `account_words` (`provider_id`,`key`,`account_id`);--> statement-breakpoint
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
--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_sid_unique` ON `accounts` (`sid`);--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_sipRealm_unique` ON `accounts` (`sip_realm`);--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_name_of_provider` ON `accounts` (`provider_id`,`name_folded`);--> statement-breakpoint
CREATE INDEX `accounts_in_order` ON `accounts` (`listed_as`);--> statement-breakpoint
CREATE INDEX `accounts_of_provider_in_order` ON `accounts` (`provider_id`,`listed_as`);--> statement-breakpoint
CREATE TABLE `applications` (
	`id` integer PRIMARY KEY NOT NULL,
	`sid` text NOT NULL,
	`account_id` integer NOT NULL,
	`name` text NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `applications_sid_unique` ON `applications` (`sid`);--> statement-breakpoint
CREATE INDEX `applications_of_account` ON `applications` (`account_id`,`name`);--> statement-breakpoint
CREATE TABLE `carriers` (
	`id` integer PRIMARY KEY NOT NULL,
	`account_id` integer NOT NULL,
	`name` text NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `carriers_of_account` ON `carriers` (`account_id`,`name`);--> statement-breakpoint
CREATE TABLE `service_providers` (
	`id` integer PRIMARY KEY NOT NULL,
	`sid` text NOT NULL,
	`name` text NOT NULL,
	`name_folded` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `service_providers_sid_unique` ON `service_providers` (`sid`);--> statement-breakpoint
CREATE UNIQUE INDEX `service_providers_nameFolded_unique` ON `service_providers` (`name_folded`);--> statement-breakpoint
CREATE TABLE `speech_services` (
	`id` integer PRIMARY KEY NOT NULL,
	`account_id` integer NOT NULL,
	`vendor` text NOT NULL,
	`name` text NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `speech_services_of_account` ON `speech_services` (`account_id`,`name`);--> statement-breakpoint
CREATE TABLE `tts_prompts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`account_id` integer NOT NULL,
	`text_hash` blob NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `tts_prompts_of_account` ON `tts_prompts` (`account_id`);--> statement-breakpoint
CREATE TABLE `data_keys` (
	`purpose` text PRIMARY KEY NOT NULL,
	`wrapped` blob NOT NULL,
	`created_at` integer NOT NULL
);
