import {fileURLToPath} from 'node:url';
import {nodePath} from './processes.ts';

/** The command line of the demo pipeline in a scenario. */
export const demo = (scenario: 'calm' | 'incident' | 'flood', ...options: readonly string[]): readonly string[] => [
	nodePath,
	fileURLToPath(new URL('../dist/demo-pipeline.mjs', import.meta.url)),
	'--scenario',
	scenario,
	...options,
];

/** The flood at about 10,000 events a second. */
export const tenThousandEventsASecond = demo('flood', '--rate', '16');
