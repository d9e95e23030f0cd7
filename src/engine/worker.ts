import {enableCompileCache} from 'node:module';

enableCompileCache(); // a worker has its own: without it all of the engine is compiled at each start
await import('./worker-port.ts');
