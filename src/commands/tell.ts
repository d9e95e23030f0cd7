import process from 'node:process';
import type {FoundConfig} from '../options/command-options.ts';
import {sanitize} from '../screen/text/sanitize.ts';
import {inWords} from '../shared/in-words.ts';

let stream: NodeJS.WriteStream | undefined;

/** A word to the user beside the output, on stderr. What it quotes (the name of a file, a rule) others may have written. */
export function tell(notice: string): void {
	writeError(`obs-top: ${sanitize(notice)}\n`);
}

/** Text to stderr, whole lines. */
export function writeError(lines: string): void {
	stream ??= process.stderr.on('error', () => undefined); // there is nobody to tell
	stream.write(lines);
}

/** That what is shown goes by a config file which anybody may have written. */
export function foundWords({path, keys}: FoundConfig): string {
	return `${path}: was found near the working directory and says ${inWords(keys)}`;
}
