import { defineConfig } from 'drizzle-kit';

// biome-ignore lint/style/noDefaultExport: drizzle-kit reads the default export
export default defineConfig({
  dialect: 'sqlite',
  casing: 'snake_case',
  schema: ['./src/db/schema.ts', './src/db/data-keys.ts'],
  out: './migrations/switchboard',
});
