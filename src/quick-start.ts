import { enableCompileCache, registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const modules = join(import.meta.dirname, '../node_modules');
const drizzle = `${pathToFileURL(join(modules, 'drizzle-orm')).href}/`;

/**
 * Makes what is imported afterwards load in a third of the time and of the memory. Call it first, and import the
 * program by `import()` after it: what a file imports by name is loaded before any of it runs.
 *
 * Compiled code, TypeScript without its types included, is kept beside the packages that it is made of, since who may
 * write there may change the code anyway; where this process may not, nothing is kept.
 *
 * Drizzle is a hundred modules below a package.json of 180 kB, which Node parses anew for each of them to learn what
 * kind of module it is: 260 ms, and 150 MB of garbage. Here it is told.
 */
export function startQuickly(): void {
  enableCompileCache(join(modules, '.cache/switchboard'));
  registerHooks({
    resolve(specifier, context, next) {
      const { parentURL = '' } = context;
      if (!specifier.startsWith('.') || !parentURL.startsWith(drizzle)) {
        return next(specifier, context);
      }
      return { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true };
    },
  });
}
