CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`sid` text NOT NULL,
	`account_sid` text NOT NULL,
	`account_name` text NOT NULL,
	`provider_sid` text NOT NULL,
	`provider_name` text NOT NULL,
	`prefix` text NOT NULL,
	`last_four` text NOT NULL,
	`label` text NOT NULL,
	`purpose` text,
	`owner_team` text,
	`owner_user` text,
	`made_by_team` text NOT NULL,
	`made_by_user` text NOT NULL,
	`change_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`claim_until` integer NOT NULL,
	`shown_at` integer,
	`claimed_at` integer,
	`handover` blob,
	`reminded` integer,
	`replaces` text,
	`grace_minutes` integer,
	`replaced_by` text,
	`revoked_at` integer,
	`revoked_why` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_sid_unique` ON `api_keys` (`sid`);--> statement-breakpoint
CREATE INDEX `api_keys_by_account` ON `api_keys` (`account_sid`);--> statement-breakpoint
CREATE INDEX `api_keys_live` ON `api_keys` (`expires_at`) WHERE "api_keys"."revoked_at" is null;--> statement-breakpoint
CREATE TABLE `kept_secrets` (
	`id` text PRIMARY KEY NOT NULL,
	`sealed` blob NOT NULL,
	`until` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `kept_secrets_by_end` ON `kept_secrets` (`until`);