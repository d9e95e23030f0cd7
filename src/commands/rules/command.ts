import {UsageError} from '../../errors.ts';
import {commandRecord} from '../../options/command-record.ts';
import type {RulesOptions} from './run.ts';

export const rules = commandRecord<RulesOptions>({
	name: 'rules',
	argument: '[path...]',
	usage: '[options] [PATH...] | -- COMMAND [ARG...]',
	summary: 'list the rules in force; of a log, how many lines each took and what none took',
	flags: [{flags: '--suggest', help: 'propose rules for a log, as TOML for the config file'}],
	async read({words, flags, log}) {
		const options = await log({paths: words, mayBeNone: true});
		const hasLog = options.files.length > 0 || options.stdin || options.command !== undefined;
		if (flags.suggest === true && !hasLog) {
			throw new UsageError('rules: --suggest needs a log (obs-top rules --suggest PATH)');
		}
		return {...options, hasLog, isSuggesting: flags.suggest === true};
	},
	run: async options => (await import('./run.ts')).run(options),
});
