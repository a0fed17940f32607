ALTER TABLE `applications` ADD `call_hook_url` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `call_hook_method` text DEFAULT 'POST' NOT NULL;--> statement-breakpoint
ALTER TABLE `applications` ADD `call_status_hook_url` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `call_status_hook_method` text DEFAULT 'POST' NOT NULL;--> statement-breakpoint
ALTER TABLE `applications` ADD `record_all_calls` integer DEFAULT false NOT NULL;