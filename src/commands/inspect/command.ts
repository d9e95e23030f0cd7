import {UsageError} from '../../errors.ts';
import {commandRecord} from '../../options/command-record.ts';
import type {InspectOptions} from './run.ts';

export const inspect = commandRecord<InspectOptions>({
	name: 'inspect',
	argument: '[path...]',
	usage: '[options] [MODULE | PATH...] | -- COMMAND [ARG...]',
	summary: "the stages' signatures: of a module, or those that a log announced; exit 1 when none",
	flags: [
		{flags: '--json', help: 'as JSON', conflicts: ['markdown', 'jsonSchema']},
		{flags: '--markdown', help: 'as Markdown', conflicts: ['json', 'jsonSchema']},
		{flags: '--json-schema', help: "a JSON Schema of each stage's parameters", conflicts: ['json', 'markdown']},
	],
	async read({words, flags, log}) {
		const module = words.some(isModule) ? onlyModule(words) : undefined;
		return {
			...(await log(module === undefined ? {paths: words} : {paths: [], mayBeNone: true})),
			module,
			format: flags.json ? 'json' : flags.markdown ? 'markdown' : flags.jsonSchema ? 'json-schema' : 'text',
		};
	},
	run: async options => (await import('./run.ts')).run(options),
});

/** By the extensions that Node loads code from. */
function isModule(path: string): boolean {
	return /\.[cm]?[jt]sx?$/i.test(path);
}

function onlyModule(words: readonly string[]): string | undefined {
	if (words.length > 1) {
		throw new UsageError(`inspect takes one module and no log beside it (${words.join(' ')})`);
	}
	return words[0];
}
