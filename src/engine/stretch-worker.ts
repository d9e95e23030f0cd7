import {enableCompileCache} from 'node:module';

enableCompileCache();
await import('./stretch-worker-task.ts');
