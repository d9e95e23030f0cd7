import {isatty} from 'node:tty';
import {NothingFoundError} from '../../errors.ts';
import {dialects} from '../../events/dialects/index.ts';
import type {LogOptions} from '../../options/command-options.ts';
import {visibleLines} from '../../screen/text/sanitize.ts';
import {print} from '../print.ts';
import {Problems} from '../problems.ts';
import {tellMisread} from '../tell-misread.ts';
import {countTaken} from './count-taken.ts';
import {listRules} from './list-rules.ts';
import {readSample} from './read-sample.ts';
import {suggestRules} from './suggest/suggest-rules.ts';

export type RulesOptions = LogOptions & {readonly hasLog: boolean; readonly isSuggesting: boolean};

/**
Prints the rules in force, what they take of a log, or rules that would fit it.

@throws NothingFoundError if no rule can be suggested.
*/
export async function run(options: RulesOptions): Promise<number> {
	const {hasLog, isSuggesting, read} = options;
	const problems = new Problems();
	if (!hasLog) {
		return printed(listRules(read.rules ?? [], dialects));
	}
	if (isSuggesting) {
		const {events, isWhole} = await readSample(options, problems.take);
		const suggested = suggestRules(events);
		if (suggested === undefined) {
			throw new NothingFoundError(
				`no rules to suggest: no event says that something started, ended or failed, or how long it took (${isWhole ? 'docs/rules.md shows how to write one' : 'only the start of the log was looked at'})`,
			);
		}
		await printed(suggested);
		return problems.exitCode(0);
	}
	const {text, misread} = await countTaken(options, problems.take);
	await printed(text);
	tellMisread(misread, options);
	return problems.exitCode(0);
}

async function printed(text: string): Promise<number> {
	await print(`${isatty(1) ? visibleLines(text.trimEnd()) : text.trimEnd()}\n`);
	return 0;
}
