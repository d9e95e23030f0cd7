import process from 'node:process';
import type {FoundConfig} from '../options/command-options.ts';
import {inWords} from '../shared/in-words.ts';
import {sanitize} from '../ui/sanitize.ts';

/** A word to the user beside the output, on stderr. What it quotes (the name of a file, a rule) others may have written. */
export function tell(notice: string): void {
	process.stderr.write(`obs-top: ${sanitize(notice)}\n`);
}

/** That what is shown goes by a config file which anybody may have written. */
export function foundWords({path, keys}: FoundConfig): string {
	return `${path}: was found near the working directory and says ${inWords(keys)}`;
}
