import type {SourceOptions} from '../options/command-options.ts';
import {isSecretKey, mask} from '../screen/text/redact.ts';

/** A short name for what is watched. */
export function sourceName({files, command, stdin}: SourceOptions): string {
	const [first, ...others] = [...files, ...(stdin ? ['stdin'] : []), ...(command === undefined ? [] : [commandName(command)])];
	return others.length === 0 ? (first ?? '') : `${first} +${others.length}`;
}

/** Masks the values of options such as `--token`. */
function commandName(argv: readonly string[]): string {
	return argv
		.map((argument, index) => (isSecretKey(argv[index - 1] ?? '') && argv[index - 1]?.startsWith('-') ? mask : argument))
		.join(' ');
}
