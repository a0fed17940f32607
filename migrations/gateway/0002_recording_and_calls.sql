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
--> statement-breakpoint
CREATE UNIQUE INDEX `calls_sid_unique` ON `calls` (`sid`);--> statement-breakpoint
CREATE INDEX `calls_of_account` ON `calls` (`account_id`,`attempted_at`);--> statement-breakpoint
CREATE INDEX `calls_recorded` ON `calls` (`ended_at`,`account_id`) WHERE "calls"."recorded_as" is not null;--> statement-breakpoint
ALTER TABLE `accounts` ADD `recording_enabled` integer;