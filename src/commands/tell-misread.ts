import type {Misread} from '../events/misreadings.ts';
import {shownName} from '../files/file-names.ts';
import type {SourceOptions} from '../options/command-options.ts';
import {misreadWords} from '../screen/format/misread-words.ts';
import {tell} from './tell.ts';

/** The names of the sources, in the order of their index. */
export function sourceNames({files, stdin, command}: Pick<SourceOptions, 'files' | 'stdin' | 'command'>): readonly string[] {
	return [...files.map(shownName), ...(stdin ? ['stdin'] : []), ...(command === undefined ? [] : [command[0]])];
}

/** Says what was not understood, so that nothing is missing from an answer in silence. */
export function tellMisread(
	misread: Misread,
	sources: Pick<SourceOptions, 'files' | 'stdin' | 'command'>,
	reading?: {readonly isStart: boolean},
): void {
	misreadWords(misread, sourceNames(sources), reading).forEach(tell);
}
