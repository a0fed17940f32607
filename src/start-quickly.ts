import { startQuickly } from './quick-start.ts';

// For `node --import`: before the program that is then named, whatever that imports.
startQuickly();
