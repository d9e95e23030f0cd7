import process from 'node:process';
import {sanitize} from '../ui/sanitize.ts';

/** A word to the user beside the output, on stderr. What it quotes (the name of a file, a rule) others may have written. */
export function tell(notice: string): void {
	process.stderr.write(`obs-top: ${sanitize(notice)}\n`);
}
