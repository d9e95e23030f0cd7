import process from 'node:process';
import {say} from './say.ts';

/** The long harnesses, one after the other, or those that are named: `npm run test:soak -- follow`. All of them are run, and 1 is the end where one does not hold. */
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
