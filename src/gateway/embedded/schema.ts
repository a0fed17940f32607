import { isNotNull } from 'drizzle-orm';
import {
  blob,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import type { AccountSid, ApiKeySid, ApplicationSid, CallSid, ProviderSid } from '../../ids.ts';

const sealed = () => blob({ mode: 'buffer' });
const timestamp = () => integer({ mode: 'timestamp_ms' }).notNull();
// Rows refer to each other by number: SIDs in every index would double the size of a million accounts.
const accountId = () =>
  integer()
    .notNull()
    .references(() => accounts.id, { onDelete: 'cascade' });

export const serviceProviders = sqliteTable('service_providers', {
  id: integer().primaryKey(),
  sid: text().$type<ProviderSid>().notNull().unique(),
  name: text().notNull(),
  nameFolded: text().notNull().unique(),
  createdAt: timestamp(),
});

export const accounts = sqliteTable(
  'accounts',
  {
    id: integer().primaryKey(),
    sid: text().$type<AccountSid>().notNull().unique(),
    providerId: integer()
      .notNull()
      .references(() => serviceProviders.id),
    name: text().notNull(),
    nameFolded: text().notNull(),
    /** Where it stands in lists, and what an exact search finds: the start of the name, folded for search. */
    listedAs: text().notNull(),
    sipRealm: text().unique(),
    unit: text({ enum: ['sessions', 'minutes'] })
      .notNull()
      .default('sessions'),
    maximum: integer(),
    licensedSessions: integer(),
    webhookSecret: sealed().notNull(),
    deviceApplicationSid: text().$type<ApplicationSid>(),
    siprecApplicationSid: text().$type<ApplicationSid>(),
    registrationHookUrl: text(),
    registrationHookMethod: text({ enum: ['GET', 'POST'] }),
    registrationHookUsername: text(),
    registrationHookPassword: sealed(),
    queueEventHookUrl: text(),
    queueEventHookMethod: text({ enum: ['GET', 'POST'] }),
    queueEventHookUsername: text(),
    queueEventHookPassword: sealed(),
    recordingVendor: text(),
    recordingBucket: text(),
    recordingFormat: text({ enum: ['wav', 'mp3'] }),
    recordingAllCalls: integer({ mode: 'boolean' }),
    recordingEnabled: integer({ mode: 'boolean' }),
    recordingCredential: sealed(),
    createdAt: timestamp(),
  },
  (table) => [
    uniqueIndex('accounts_name_of_provider').on(table.providerId, table.nameFolded),
    index('accounts_in_order').on(table.listedAs),
    index('accounts_of_provider_in_order').on(table.providerId, table.listedAs),
  ],
);

/**
 * What accounts are found by, see search-keys.ts. The migration makes it `WITHOUT ROWID` (by hand: Drizzle
 * cannot say it), so that a key is stored once per index and not a third time in the table. Rows are found
 * again by their key, so there is no foreign key: it would need an index of its own.
 */
export const accountWords = sqliteTable(
  'account_words',
  {
    key: text().notNull(),
    accountId: integer().notNull(),
    providerId: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.key, table.accountId] }),
    index('account_words_of_provider').on(table.providerId, table.key, table.accountId),
  ],
);

export const applications = sqliteTable(
  'applications',
  {
    id: integer().primaryKey(),
    sid: text().$type<ApplicationSid>().notNull().unique(),
    accountId: accountId(),
    name: text().notNull(),
    callHookUrl: text(),
    callHookMethod: text({ enum: ['GET', 'POST'] })
      .notNull()
      .default('POST'),
    callStatusHookUrl: text(),
    callStatusHookMethod: text({ enum: ['GET', 'POST'] })
      .notNull()
      .default('POST'),
    recordAllCalls: integer({ mode: 'boolean' }).notNull().default(false),
  },
  (table) => [index('applications_of_account').on(table.accountId, table.name)],
);

export const carriers = sqliteTable(
  'carriers',
  { id: integer().primaryKey(), accountId: accountId(), name: text().notNull() },
  (table) => [index('carriers_of_account').on(table.accountId, table.name)],
);

export const speechServices = sqliteTable(
  'speech_services',
  {
    id: integer().primaryKey(),
    accountId: accountId(),
    vendor: text().notNull(),
    name: text().notNull(),
  },
  (table) => [index('speech_services_of_account').on(table.accountId, table.name)],
);

export const apiKeys = sqliteTable(
  'api_keys',
  {
    id: integer().primaryKey(),
    sid: text().$type<ApiKeySid>().notNull().unique(),
    accountId: accountId(),
    /** The key under a keyed hash: it is found by it, and cannot be had from it. */
    hash: text().notNull().unique(),
    prefix: text().notNull(),
    lastFour: text().notNull(),
    createdAt: timestamp(),
    lastUsedAt: integer({ mode: 'timestamp_ms' }),
    expiresAt: integer({ mode: 'timestamp_ms' }),
  },
  (table) => [index('api_keys_of_account').on(table.accountId)],
);

export const ttsPrompts = sqliteTable(
  'tts_prompts',
  // Ids are never used again, so that a clearing can leave alone what is cached while it runs.
  {
    id: integer().primaryKey({ autoIncrement: true }),
    accountId: accountId(),
    textHash: blob({ mode: 'buffer' }).notNull(),
    createdAt: timestamp(),
  },
  (table) => [index('tts_prompts_of_account').on(table.accountId)],
);

/** Calls, as the gateway's records of them say. */
export const calls = sqliteTable(
  'calls',
  {
    id: integer().primaryKey(),
    sid: text().$type<CallSid>().notNull().unique(),
    accountId: accountId(),
    applicationSid: text().$type<ApplicationSid>(),
    direction: text({ enum: ['inbound', 'outbound'] }).notNull(),
    caller: text().notNull(),
    callee: text().notNull(),
    attemptedAt: timestamp(),
    answeredAt: integer({ mode: 'timestamp_ms' }),
    /** `null` while it goes on. */
    endedAt: integer({ mode: 'timestamp_ms' }),
    sipStatus: integer().notNull(),
    terminationReason: text(),
    trunk: text(),
    /** The key of its recording, where it was to be recorded; whether it is there, the bucket alone knows. */
    recordedAs: text(),
  },
  (table) => [
    index('calls_of_account').on(table.accountId, table.attemptedAt),
    // Those of the last hour are looked for, over all accounts.
    index('calls_recorded').on(table.endedAt, table.accountId).where(isNotNull(table.recordedAs)),
  ],
);
