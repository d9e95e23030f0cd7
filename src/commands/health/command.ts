import {commandRecord} from '../../options/command-record.ts';
import {checkOptions} from '../../options/rule-options.ts';
import type {HealthOptions} from './run.ts';

export const health = commandRecord<HealthOptions>({
	name: 'health',
	argument: '[path...]',
	usage: '[options] [PATH...] | -- COMMAND [ARG...]',
	summary: 'print a health snapshot as JSON; exit 1 if DEGRADED or a check fails',
	flags: [
		{
			flags: '--check <condition>',
			help: "condition that must hold, such as 'p95(elapsedMs) < 500 where component=sink' (repeatable)",
			isRepeatable: true,
		},
	],
	async read({words, flags, log}) {
		const checks = await checkOptions(Array.isArray(flags.check) ? flags.check : []);
		return {...(await log({paths: words})), checks};
	},
	run: async options => (await import('./run.ts')).run(options),
	saysConfig: true,
});
