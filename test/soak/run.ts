import process from 'node:process';
import {say} from './say.ts';

/**
Runs the long harnesses one after another, or only those named: `npm run test:soak -- follow`. Runs all of them, and
exits with 1 if any fails.
*/
const all: Readonly<Record<string, () => Promise<unknown>>> = {
	follow: () => import('./follow.ts'),
	bounds: () => import('./bounds.ts'),
	names: () => import('./names.ts'),
	untrusted: () => import('./untrusted.ts'),
	scan: () => import('./scan.ts'),
	'stalled-terminal': () => import('./stalled-terminal.ts'),
	idle: () => import('./idle.ts'),
	ends: () => import('./ends.ts'),
	resize: () => import('./resize.ts'),
	handles: () => import('./handles.ts'),
	times: () => import('./times.ts'),
	overload: () => import('./overload.ts'),
	memory: () => import('./memory.ts'),
};

const names = process.argv.slice(2);
for (const [name, run] of Object.entries(all)) {
	if (names.length === 0 || names.includes(name)) {
		say(`== ${name}`);
		await run().catch(error => {
			process.exitCode = 1;
			say(String(error));
		});
	}
}
