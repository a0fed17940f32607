CREATE TABLE `audit_anchors` (
	`seq` integer PRIMARY KEY NOT NULL,
	`mac` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `audit_entries` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`actor_team` text NOT NULL,
	`actor_user` text NOT NULL,
	`actor_name` text NOT NULL,
	`surface` text NOT NULL,
	`action` text NOT NULL,
	`result` text NOT NULL,
	`change_id` text,
	`provider_sid` text,
	`account_sid` text,
	`subject` text,
	`target` text NOT NULL,
	`detail` text NOT NULL,
	`mac` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_by_account` ON `audit_entries` (`account_sid`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_by_provider` ON `audit_entries` (`provider_sid`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_by_actor` ON `audit_entries` (`actor_team`,`actor_user`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_by_subject` ON `audit_entries` (`subject`,`seq`);--> statement-breakpoint
CREATE TABLE `cards` (
	`card` text NOT NULL,
	`conversation` text NOT NULL,
	`channel` text NOT NULL,
	`ts` text NOT NULL,
	PRIMARY KEY(`card`, `conversation`)
);
--> statement-breakpoint
CREATE TABLE `changes` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`lane` text NOT NULL,
	`batch` text,
	`once` text,
	`actor_team` text NOT NULL,
	`actor_user` text NOT NULL,
	`actor_name` text NOT NULL,
	`provider_sid` text,
	`account_sid` text,
	`subject` text,
	`input` text NOT NULL,
	`origin` text NOT NULL,
	`reply_url` blob,
	`reason` text,
	`revision` integer NOT NULL,
	`digest` text NOT NULL,
	`authors` text NOT NULL,
	`announced` integer NOT NULL,
	`needs_second` integer NOT NULL,
	`expires_at` integer,
	`remind_at` integer,
	`decided_by` text,
	`decided_at` integer,
	`decision_reason` text,
	`requested_at` integer NOT NULL,
	`started_at` integer,
	`ended_at` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due_at` integer,
	`before` text,
	`after` text,
	`failure` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `changes_id_unique` ON `changes` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `changes_once_unique` ON `changes` (`once`);--> statement-breakpoint
CREATE INDEX `changes_by_state` ON `changes` (`state`,`seq`);--> statement-breakpoint
CREATE INDEX `changes_by_batch` ON `changes` (`batch`);--> statement-breakpoint
CREATE INDEX `changes_by_actor` ON `changes` (`actor_team`,`actor_user`,`seq`);--> statement-breakpoint
CREATE INDEX `changes_by_account` ON `changes` (`account_sid`,`seq`);--> statement-breakpoint
CREATE INDEX `changes_by_lane` ON `changes` (`lane`,`state`);--> statement-breakpoint
CREATE TABLE `grants` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`user_id` text NOT NULL,
	`scope` text NOT NULL,
	`target_key` text NOT NULL,
	`provider_sid` text,
	`account_sid` text,
	`target_name` text,
	`until` integer,
	`granted_by` text NOT NULL,
	`change_id` text,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	`ended_by` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `grants_live` ON `grants` (`team_id`,`user_id`,`scope`,`target_key`) WHERE "grants"."ended_at" is null;--> statement-breakpoint
CREATE INDEX `grants_by_account` ON `grants` (`account_sid`);--> statement-breakpoint
CREATE INDEX `grants_by_provider` ON `grants` (`provider_sid`);--> statement-breakpoint
CREATE TABLE `marks` (
	`name` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`conversation` text NOT NULL,
	`state` text NOT NULL,
	`only_for` text,
	`card` text,
	`message` text NOT NULL,
	`fallback` text,
	`reply_url` blob,
	`change_id` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`answer_lost` integer DEFAULT false NOT NULL,
	`error` text,
	`created_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE INDEX `outbox_by_state` ON `outbox` (`state`,`id`);--> statement-breakpoint
CREATE INDEX `outbox_by_conversation` ON `outbox` (`conversation`,`state`,`id`);--> statement-breakpoint
CREATE TABLE `people` (
	`team_id` text NOT NULL,
	`user_id` text NOT NULL,
	`name` text NOT NULL,
	`is_guest` integer NOT NULL,
	`is_deactivated` integer NOT NULL,
	`is_bot` integer NOT NULL,
	`is_foreign` integer NOT NULL,
	`read_at` integer NOT NULL,
	PRIMARY KEY(`team_id`, `user_id`)
);
--> statement-breakpoint
CREATE TABLE `data_keys` (
	`purpose` text PRIMARY KEY NOT NULL,
	`wrapped` blob NOT NULL,
	`created_at` integer NOT NULL
);
