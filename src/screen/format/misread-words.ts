import type {Misread} from '../../insight/snapshot.ts';
import {redactText} from '../text/redact.ts';
import {formatCount} from './format.ts';

/**
What was read and not understood, a line each.

@param fileNames - Of the sources, in their order; a place names its file only where there are several.
@param reading.isStart - Only the start of the log was looked at.
*/
export function misreadWords(
	{notUnderstood, unreadTime}: Misread,
	fileNames: readonly string[],
	{isStart = false}: {readonly isStart?: boolean} = {},
): readonly string[] {
	const words: string[] = [];
	const lineOf = ({file, line}: {readonly file: number; readonly line: number}) =>
		`line ${line}${fileNames.length > 1 ? ` of ${fileNames[file] ?? 'the log'}` : ''}`;
	if (unreadTime !== undefined) {
		const text = redactText(`${unreadTime.name}=${unreadTime.text}`).slice(unreadTime.name.length + 1);
		words.push(`${unreadTime.name} of ${lineOf(unreadTime)} could not be read: ${text} (--time-format gives the form of such times)`);
	}
	if (notUnderstood !== undefined) {
		const {lines, of, first} = notUnderstood;
		const who =
			lines === 1
				? `${lineOf(first)} was not understood`
				: `${formatCount(lines)} of ${isStart ? 'the first ' : ''}${formatCount(of)} lines were not understood, the first is ${lineOf(first)}`;
		words.push(`${who}: ${first.why} (${lines === 1 ? 'it only counts' : 'they only count'} as text)`);
	}
	return words;
}
