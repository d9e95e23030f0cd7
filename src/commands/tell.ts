import process from 'node:process';
import type {FoundConfig} from '../options/command-options.ts';
import {sanitize} from '../screen/text/sanitize.ts';
import {inWords} from '../shared/in-words.ts';

let stream: NodeJS.WriteStream | undefined;

/** Prints a notice on stderr. It is sanitized because it may quote foreign text such as a file name or a rule. */
export function tell(notice: string): void {
	writeError(`obs-top: ${sanitize(notice)}\n`);
}

/** Writes whole lines to stderr. */
export function writeError(lines: string): void {
	stream ??= process.stderr.on('error', () => undefined); // nobody is left to tell
	stream.write(lines);
}

/** Notes that the output depends on a config file that a stranger may have written. */
export function foundWords({path, keys}: FoundConfig): string {
	return `${path}: found near the working directory, sets ${inWords(keys)}`;
}
