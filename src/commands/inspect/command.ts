import {UsageError} from '../../errors.ts';
import {commandRecord} from '../../options/command-record.ts';
import type {InspectOptions} from './inspect-options.ts';

export const inspect = commandRecord<InspectOptions>({
	name: 'inspect',
	argument: '[path...]',
	usage: '[options] [MODULE | PATH...] | -- COMMAND [ARG...]',
	summary: 'list the stages of a module or a log and their signatures; exit 1 if there are none',
	flags: [
		{flags: '--json', help: 'print JSON', conflicts: ['markdown', 'jsonSchema']},
		{flags: '--markdown', help: 'print Markdown', conflicts: ['json', 'jsonSchema']},
		{flags: '--json-schema', help: "print a JSON Schema of each stage's parameters", conflicts: ['json', 'markdown']},
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

/** Whether the extension is one that Node loads code from. */
function isModule(path: string): boolean {
	return /\.[cm]?[jt]sx?$/i.test(path);
}

function onlyModule(words: readonly string[]): string | undefined {
	if (words.length > 1) {
		throw new UsageError(`inspect: takes one module, or logs, not both (got ${words.join(' ')})`);
	}
	return words[0];
}
