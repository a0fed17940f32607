import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

// Loaded before a program (`--import`): writes the URL of each module that it loads into the file LOADED, a line each.

const { LOADED = '' } = process.env;
registerHooks({
  load(url, context, next) {
    appendFileSync(LOADED, `${url}\n`);
    return next(url, context);
  },
});
