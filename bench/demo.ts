import {fileURLToPath} from 'node:url';
import {nodePath} from './processes.ts';

/** The command line of the demo pipeline in a scenario. */
export const demo = (scenario: 'calm' | 'incident' | 'flood'): readonly string[] => [
	nodePath,
	fileURLToPath(new URL('../dist/demo-pipeline.mjs', import.meta.url)),
	'--scenario',
	scenario,
];
