DROP INDEX `changes_by_lane`;--> statement-breakpoint
DROP INDEX `changes_by_batch`;--> statement-breakpoint
CREATE INDEX `changes_live` ON `changes` (`lane`,`state`) WHERE "changes"."state" in ('ready', 'applying');--> statement-breakpoint
CREATE INDEX `changes_verified` ON `changes` (`lane`) WHERE "changes"."state" = 'verified';--> statement-breakpoint
CREATE INDEX `changes_ready` ON `changes` (`kind`) WHERE "changes"."state" = 'ready';--> statement-breakpoint
CREATE INDEX `changes_by_batch` ON `changes` (`batch`) WHERE "changes"."batch" is not null;--> statement-breakpoint
DROP INDEX `outbox_by_state`;--> statement-breakpoint
CREATE INDEX `outbox_waiting` ON `outbox` (`conversation`,`id`,`state`,`due_at`,`created_at`) WHERE "outbox"."state" in ('due', 'sending');--> statement-breakpoint
CREATE INDEX `outbox_waiting_cards` ON `outbox` (`card`) WHERE "outbox"."state" in ('due', 'sending');--> statement-breakpoint
CREATE INDEX `outbox_set_aside` ON `outbox` (`conversation`) WHERE "outbox"."state" = 'set_aside';--> statement-breakpoint
CREATE INDEX `outbox_ended` ON `outbox` (`ended_at`) WHERE "outbox"."ended_at" is not null;