CREATE TABLE `drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`user_id` text NOT NULL,
	`form` text NOT NULL,
	`sealed` blob NOT NULL,
	`until` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `drafts_by_end` ON `drafts` (`until`);--> statement-breakpoint
CREATE TABLE `recording_alarmed` (
	`alarm` text NOT NULL,
	`account_sid` text NOT NULL,
	`account_name` text NOT NULL,
	`provider_name` text NOT NULL,
	`state` text NOT NULL,
	`missed` text NOT NULL,
	`alarmed_at` integer NOT NULL,
	`ended_at` integer,
	`told_at` integer,
	PRIMARY KEY(`alarm`, `account_sid`)
);
--> statement-breakpoint
CREATE INDEX `recording_alarmed_missing` ON `recording_alarmed` (`account_sid`) WHERE "recording_alarmed"."ended_at" is null;--> statement-breakpoint
CREATE INDEX `recording_alarmed_untold` ON `recording_alarmed` (`alarm`) WHERE "recording_alarmed"."told_at" is null;--> statement-breakpoint
CREATE TABLE `recording_alarms` (
	`cause` text PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`opened_at` integer NOT NULL,
	`ended_at` integer,
	`muted_until` integer,
	`muted_by` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `recording_alarms_id_unique` ON `recording_alarms` (`id`);--> statement-breakpoint
CREATE TABLE `recording_verdicts` (
	`call_sid` text PRIMARY KEY NOT NULL,
	`account_sid` text NOT NULL,
	`verdict` text NOT NULL,
	`ended_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `recording_verdicts_by_account` ON `recording_verdicts` (`account_sid`);--> statement-breakpoint
CREATE INDEX `recording_verdicts_by_end` ON `recording_verdicts` (`ended_at`);--> statement-breakpoint
CREATE TABLE `recording_watch` (
	`account_sid` text PRIMARY KEY NOT NULL,
	`records_as` text,
	`since` integer NOT NULL,
	`looked_at` integer NOT NULL,
	`misses` integer NOT NULL,
	`cause` text
);
