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
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_sid_unique` ON `api_keys` (`sid`);--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash_unique` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE INDEX `api_keys_of_account` ON `api_keys` (`account_id`);--> statement-breakpoint
ALTER TABLE `applications` ADD `call_hook_url` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `call_hook_method` text DEFAULT 'POST' NOT NULL;--> statement-breakpoint
ALTER TABLE `applications` ADD `call_status_hook_url` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `call_status_hook_method` text DEFAULT 'POST' NOT NULL;--> statement-breakpoint
ALTER TABLE `applications` ADD `record_all_calls` integer DEFAULT false NOT NULL;