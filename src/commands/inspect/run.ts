import {isatty} from 'node:tty';
import {visibleLines} from '../../screen/text/sanitize.ts';
import {print} from '../print.ts';
import {Problems} from '../problems.ts';
import {tellMisread} from '../tell-misread.ts';
import {inspectLog} from './inspect-log.ts';
import {inspectModule} from './inspect-module.ts';
import type {InspectOptions} from './inspect-options.ts';

/**
Prints the signatures of the stages in a module or a log.

@throws NothingFoundError if there are none.
*/
export async function run(options: InspectOptions): Promise<number> {
	const {module, format} = options;
	const problems = new Problems();
	const {text, misread} =
		module === undefined ? await inspectLog(options, problems.take) : {text: await inspectModule(module, format), misread: undefined};
	await print(`${isatty(1) ? visibleLines(text.trimEnd()) : text.trimEnd()}\n`);
	if (misread !== undefined) {
		tellMisread(misread, options);
	}
	return problems.exitCode(0);
}
