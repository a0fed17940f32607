CREATE TABLE `kept_secrets` (
	`id` text PRIMARY KEY NOT NULL,
	`sealed` blob NOT NULL,
	`until` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `kept_secrets_by_end` ON `kept_secrets` (`until`);