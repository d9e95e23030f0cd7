import {fileURLToPath} from 'node:url';
import {nodePath} from './processes.ts';

/** The command line that runs the demo pipeline with a scenario. */
export const demo = (scenario: 'calm' | 'incident' | 'flood', ...options: readonly string[]): readonly string[] => [
	nodePath,
	fileURLToPath(new URL('../dist/demo-pipeline.mjs', import.meta.url)),
	'--scenario',
	scenario,
	...options,
];

/** The flood scenario at about 10,000 events per second. */
export const tenThousandEventsASecond = demo('flood', '--rate', '16');
