import process from 'node:process';
import {UsageError} from '../../errors.ts';
import {summaryLines} from '../../screen/format/summary-lines.ts';
import {capabilitiesOf} from '../../terminal/capabilities.ts';
import {readToEnd} from '../end-of-log.ts';
import {endPipelinesOnSignal} from '../end-pipelines.ts';
import {print} from '../print.ts';
import {Problems} from '../problems.ts';
import {tell} from '../tell.ts';
import type {WatchOptions} from './watch-options.ts';

/**
Prints what the screen would show at the end of the input as plain text, if stdout isn't a terminal or can't move its
cursor.

@throws UsageError if there is nothing to read.
*/
export async function summarize(options: WatchOptions): Promise<number> {
	if (options.files.length === 0 && !options.stdin && options.command === undefined) {
		throw new UsageError('no log to read: stdin is a terminal but stdout is not (name a file, pipe a log in, or give a command after --)');
	}
	if (options.command !== undefined) {
		endPipelinesOnSignal();
	}
	const {snapshot, notices, problems} = await readToEnd(options);
	const lines = summaryLines(snapshot, options.ascii ?? capabilitiesOf(process.env).ascii);
	await print(`${lines.join('\n')}\n`);
	notices.forEach(tell);
	const unread = new Problems();
	problems.forEach(unread.take);
	return unread.exitCode(0);
}
