import {enableCompileCache} from 'node:module';

enableCompileCache();
await import('./search-worker-task.ts');
